package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
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
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.LiveInput;
import dev.sluice.stream.Overflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Losses reach the reader once each and in order of time, whatever cuts the chunks on the way.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LossesOfStreamsTest {
    private static final RecordType TYPE = RecordType.of("time:<i8").instantaneous();
    private static final LongField TIME = TYPE.longField("time");
    private static final long[][] TIMES = {{0, 10, 20, 50, 60, 90}, {100, 110, 150, 190}};
    private static final List<List<Loss>> LOST = List.of(
            List.of(
                    new Loss(0, 0, "at the start"),
                    new Loss(20, 20, "at a record"),
                    new Loss(40, 70, "over a cut"),
                    new Loss(50, 50, "at a cut"),
                    new Loss(100, 100, "at the end of a chunk")),
            List.of(
                    new Loss(100, 100, "at the start of a chunk"),
                    new Loss(150, 150, "at another cut"),
                    new Loss(200, 200, "at the end")));

    /// What stands between the source and the reader.
    enum Way {
        NOTHING(spec -> null),
        /// Shown in place, cut where a gap of more than 25 is.
        RESET(spec -> spec.stateful().resetAfter(25)),
        /// Copied and aligned, with neighbours.
        HALO(spec -> spec.halo(15, 15)),
        /// As above, and cut by count.
        SIZED(spec -> spec.halo(15, 15).chunkSize(2)),
        SIZED_ALONE(spec -> spec.chunkSize(2)),
        WHOLE(PluginSpec::exhausting);

        private final UnaryOperator<PluginSpec> demand;

        Way(UnaryOperator<PluginSpec> demand) {
            this.demand = demand;
        }
    }

    private static SourcePlugin source() {
        return new SourcePlugin() {
            @Override
            public Map<String, Object> identity() {
                return Map.of("test", "losses");
            }

            @Override
            public PluginSpec spec() {
                return PluginSpec.provides("pulses", TYPE).version("1");
            }

            @Override
            public ChunkReader open(SourceContext context) {
                return new ChunkReader() {
                    private int next;

                    @Override
                    public boolean read(SourceOutput out) {
                        if (next == TIMES.length) {
                            return false;
                        }
                        Records records = out.records(TIMES[next].length);
                        for (int i = 0; i < TIMES[next].length; i++) {
                            TIME.set(records, i, TIMES[next][i]);
                        }
                        out.publish(TIMES[next].length, next * 100L, next * 100L + 100);
                        LOST.get(next++).forEach(out::lost);
                        return true;
                    }
                };
            }
        };
    }

    private static void copy(ChunkInput in, ChunkOutput out) {
        long count = in.beyond() - in.first();
        out.records(count).copyFrom(0, in.records(), in.first(), count);
    }

    /// Cuts its output at every record, so that a slot of it holds several chunks.
    private static void divide(ChunkInput in, ChunkOutput out) {
        copy(in, out);
        Records records = in.records();
        for (long i = 1; i < records.count(); i++) {
            out.cut(i, TIME.get(records, i));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void lossesWithoutDurationAtACutReachTheReaderOnce(Way way) {
        try (Context context = Context.create().register(source())) {
            if (way != Way.NOTHING) {
                context.register(TestPlugin.of(TYPE, "copies", LossesOfStreamsTest::copy, "pulses")
                        .demanding(way.demand));
            }
            assertLosses(context, way == Way.NOTHING ? "pulses" : "copies");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theyDoBehindAPluginThatCutsItsOutput(Way way) {
        try (Context context = Context.create()
                .register(
                        source(),
                        TestPlugin.of(TYPE, "divided", LossesOfStreamsTest::divide, "pulses")
                                .demanding(spec -> spec.stateful().dividing()))) {
            if (way != Way.NOTHING) {
                context.register(TestPlugin.of(TYPE, "copies", LossesOfStreamsTest::copy, "divided")
                        .demanding(way.demand));
            }
            assertLosses(context, way == Way.NOTHING ? "divided" : "copies");
        }
    }

    private static void assertLosses(Context context, String dataType) {
        List<Loss> expected = new ArrayList<>(LOST.get(0));
        expected.addAll(LOST.get(1));
        try (ChunkStream stream = context.streaming("run").workers(1).getStream(dataType)) {
            for (Chunk chunk : stream) {
                assertOrdered(chunk.losses());
            }
            assertEquals(texts(expected), texts(stream.summary().losses()));
            assertOrdered(stream.summary().losses());
        }
    }

    private static List<String> texts(List<Loss> losses) {
        return losses.stream().map(Loss::toString).sorted().toList();
    }

    private static void assertOrdered(List<Loss> losses) {
        for (int i = 1; i < losses.size(); i++) {
            assertTrue(losses.get(i - 1).start() <= losses.get(i).start(), losses.toString());
        }
    }

    /// E13: what the device lost lies after what the stream dropped before the same chunk.
    @Test
    void lossesAreInOrderWhereInputAndStreamBothLose() {
        long chunks = 3000;
        try (Context context = Context.create();
                LiveInput live = context.live("pulses", TYPE);
                ChunkStream stream = context.streaming("run")
                        .workers(1)
                        .memory(1 << 20)
                        .overflow(Overflow.DROP_OLDEST)
                        .getStream("pulses")) {
            for (long i = 0; i < chunks; i++) {
                live.lost(10 * i, 10 * i + 5, "FIFO overflow");
                TIME.set(live.claim(1), 0, 10 * i + 7);
                live.publish(1, 10 * i, 10 * i + 10);
            }
            live.finish();
            long most = 0;
            long records = 0;
            for (Chunk chunk : stream) {
                assertOrdered(chunk.losses());
                most = Math.max(most, chunk.losses().size());
                records += chunk.length();
            }
            assertTrue(most >= 2, "no chunk follows one that was dropped");
            assertOrdered(stream.summary().losses());
            assertEquals(chunks, records + stream.summary().dropped().records());
            long lost = stream.summary().losses().stream()
                    .mapToLong(loss -> loss.end() - loss.start())
                    .sum();
            assertEquals(5 * records + 10 * (chunks - records), lost);
        }
    }
}
