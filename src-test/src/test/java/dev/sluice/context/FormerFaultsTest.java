package dev.sluice.context;

import static dev.sluice.context.TestPlugin.INSTANTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Faults that streams in WaveformAnalysis are known to have, each as it would show here.
final class FormerFaultsTest {
    private static final LongField TIME = INSTANTS.longField("time");
    private static final LongField VALUE = INSTANTS.longField("value");

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 20, 1000})
    void instantaneousRecordsAtTheBoundsOfChunksAreNotLost(long chunkRecords) {
        TestPlugin copy = TestPlugin.of(INSTANTS, "copy", FormerFaultsTest::copy, "hits");
        try (Context context = Context.create().register(new RecordSource("hits", instants(20)), copy);
                ChunkStream stream = context.streaming("run")
                        .workers(2)
                        .chunkRecords(chunkRecords)
                        .getStream("copy")) {
            assertEquals(20, times(stream).size());
        }
    }

    @Test
    void aTimeRangeMayCutThroughRecords() {
        RecordType spans = RecordType.of("time:<i8", "endtime:<i8");
        Records records = Records.allocate(spans, 100, Arena.ofAuto());
        for (int i = 0; i < 100; i++) {
            spans.longField("time").set(records, i, 10L * i);
            spans.longField("endtime").set(records, i, 10L * i + 25);
        }
        try (Context context = Context.create().register(new RecordSource("hits", records));
                ChunkStream stream =
                        context.streaming("run").chunkRecords(4).getStream("hits", TimeRange.of(105, 295))) {
            long found = 0;
            Chunk last = null;
            for (Chunk chunk : stream) {
                found += chunk.length();
                last = chunk.detach(Arena.ofAuto());
            }
            assertEquals(19, found);
            assertEquals(295, last.end());
            assertEquals(20, last.overhang());
        }
    }

    @Test
    void aTimeRangeReachesTheSourceAndEndsItEarly() {
        CountingSource source = new CountingSource();
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("run").getStream("ticks", TimeRange.of(5, 8))) {
            assertEquals(List.of(5L, 6L, 7L), times(stream));
        }
        assertEquals(List.of(TimeRange.of(5, 8)), source.asked);
    }

    @Test
    void everyDependencyIsThereAndAlignedInTime() {
        TestPlugin twice = TestPlugin.of(
                INSTANTS,
                "twice",
                (in, out) -> {
                    copy(in, out);
                    Records twices = out.records(in.records().count());
                    for (long i = 0; i < twices.count(); i++) {
                        VALUE.set(twices, i, 2 * VALUE.get(in.records(), i));
                    }
                },
                "hits");
        TestPlugin sum = TestPlugin.of(
                INSTANTS,
                "sum",
                (in, out) -> {
                    assertEquals(in.chunk("hits").range(), in.chunk("twice").range());
                    copy(in, out);
                    Records sums = out.records(in.records().count());
                    for (long i = 0; i < sums.count(); i++) {
                        VALUE.set(sums, i, VALUE.get(in.records("hits"), i) + VALUE.get(in.records("twice"), i));
                    }
                },
                "hits",
                "twice");
        try (Context context = Context.create().register(new RecordSource("hits", instants(20)), twice, sum);
                ChunkStream stream = context.streaming("run").chunkRecords(3).getStream("sum")) {
            long next = 0;
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++) {
                    assertEquals(3 * next++, VALUE.get(chunk.records(), i));
                }
            }
            assertEquals(20, next);
        }
    }

    @Test
    void everyStreamOfARunGetsAllOfIt() {
        try (Context context = Context.create().register(new RecordSource("hits", instants(20)))) {
            StreamingContext run = context.streaming("run").chunkRecords(3);
            try (ChunkStream one = run.getStream("hits");
                    ChunkStream two = run.getStream("hits")) {
                Iterator<Chunk> early = one.iterator();
                assertEquals(3, early.next().length());
                assertEquals(20, times(two).size());
                long rest = 0;
                while (early.hasNext()) {
                    rest += early.next().length();
                }
                assertEquals(17, rest);
            }
            try (ChunkStream three = run.getStream("hits")) {
                assertEquals(20, times(three).size());
            }
        }
    }

    @Test
    void aStreamReadTwiceIsAnErrorAndNotSilentlyEmpty() {
        try (Context context = Context.create().register(new RecordSource("hits", instants(20)));
                ChunkStream stream = context.streaming("run").getStream("hits")) {
            assertEquals(20, times(stream).size());
            assertThrows(IllegalStateException.class, stream::iterator);
        }
    }

    @Test
    void whatIsSetIsWhatTheSourceGets() {
        CountingSource source = new CountingSource();
        try (Context context = Context.create().register(source)) {
            for (long count : new long[] {1, 7, 100_000}) {
                try (ChunkStream stream =
                        context.streaming("run").chunkRecords(count).getStream("ticks", TimeRange.of(0, 1))) {
                    assertEquals(1, times(stream).size());
                }
            }
        }
        assertEquals(List.of(1L, 7L, 100_000L), source.chunkRecords);
    }

    @Test
    void anEmptyResultKeepsItsChunkAndItsTime() {
        try (Context context = Context.create()
                        .register(new RecordSource("hits", instants(20)), TestPlugin.of("nothing", "hits"));
                ChunkStream stream = context.streaming("run").chunkRecords(5).getStream("nothing")) {
            long end = 0;
            int chunks = 0;
            for (Chunk chunk : stream) {
                assertTrue(chunk.isEmpty());
                assertEquals(end, chunk.start());
                end = chunk.end();
                chunks++;
            }
            assertEquals(4, chunks);
            assertEquals(191, end);
        }
    }

    private static void copy(ChunkInput in, ChunkOutput out) {
        Records output = out.records(in.records().count());
        output.copyFrom(0, in.records(), 0, in.records().count());
    }

    private static List<Long> times(ChunkStream stream) {
        List<Long> times = new ArrayList<>();
        for (Chunk chunk : stream) {
            for (long i = 0; i < chunk.length(); i++) {
                times.add(TIME.get(chunk.records(), i));
            }
        }
        return times;
    }

    private static Records instants(int count) {
        Records records = Records.allocate(INSTANTS, count, Arena.ofAuto());
        for (int i = 0; i < count; i++) {
            TIME.set(records, i, 10L * i);
            VALUE.set(records, i, i);
        }
        return records;
    }

    /// One record per chunk and instant, without end, which remembers what it was asked for.
    private static final class CountingSource extends SourcePlugin {
        private final List<TimeRange> asked = Collections.synchronizedList(new ArrayList<>());
        private final List<Long> chunkRecords = Collections.synchronizedList(new ArrayList<>());

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("ticks", INSTANTS);
        }

        @Override
        public ChunkReader open(SourceContext context) {
            asked.add(context.timeRange());
            chunkRecords.add(context.chunkRecords());
            return new Ticks();
        }
    }

    private static final class Ticks implements ChunkReader {
        private long next;

        @Override
        public boolean read(SourceOutput out) {
            Records record = out.records(1);
            TIME.set(record, 0, next);
            VALUE.set(record, 0, 0);
            out.publish(1, next, ++next);
            return true;
        }
    }
}
