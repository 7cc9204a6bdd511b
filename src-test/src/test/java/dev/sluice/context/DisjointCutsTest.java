package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A plugin that divides its output cuts no record of a disjoint type in two.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class DisjointCutsTest {
    private static final RecordType SPANS = RecordType.of("time:<i8", "endtime:<i8");

    /// Of the only chunk, [0, 100), two spans: [0, 30) and [50, 60), cut after the first at `end`.
    private static Context dividing(RecordType type, long end) {
        TestPlugin plugin = TestPlugin.of(
                        type,
                        "spans",
                        (in, out) -> {
                            Records spans = out.records(2);
                            type.longField("time").set(spans, 0, 0);
                            type.longField("endtime").set(spans, 0, 30);
                            type.longField("time").set(spans, 1, 50);
                            type.longField("endtime").set(spans, 1, 60);
                            out.cut(1, end);
                        },
                        "raw")
                .demanding(spec -> spec.dividing());
        return Context.create().register(TestSource.of("raw", 1), plugin);
    }

    private static List<String> told(ChunkStream stream) {
        List<String> sentence = new ArrayList<>();
        stream.forEach(chunk -> sentence.add(chunk.range() + " " + chunk.length()));
        return sentence;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 29})
    void aCutThroughAnOpenRecordOfADisjointTypeIsRefused(long end) {
        try (Context context = dividing(SPANS.disjoint(), end);
                ChunkStream stream = context.streaming("run").getStream("spans")) {
            PipelineException failure = assertThrows(PipelineException.class, () -> told(stream));
            String message = assertInstanceOf(ChunkLawException.class, failure.getCause())
                    .getMessage();
            assertTrue(
                    message.contains("cut its output at end=" + end + " through a record that is open until time=30"),
                    message);
        }
    }

    @Test
    void underSkipTheWholeChunkIsLostThen() {
        try (Context context = dividing(SPANS.disjoint(), 10);
                ChunkStream stream =
                        context.streaming("run").onError(FailurePolicy.SKIP).getStream("spans")) {
            assertEquals(List.of("[0, 100) 0"), told(stream));
            assertEquals(1, stream.summary().losses().size());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {30, 50})
    void aCutWhereNoRecordIsOpenIsMade(long end) {
        try (Context context = dividing(SPANS.disjoint(), end);
                ChunkStream stream = context.streaming("run").getStream("spans")) {
            assertEquals(List.of("[0, " + end + ") 1", "[" + end + ", 100) 1"), told(stream));
        }
    }

    @Test
    void recordsOfOtherTypesMayReachBeyondACut() {
        try (Context context = dividing(SPANS, 10);
                ChunkStream stream = context.streaming("run").getStream("spans")) {
            assertEquals(List.of("[0, 10) 1", "[10, 100) 1"), told(stream));
        }
    }
}
