package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Features;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Rechunk;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.JoinedInput;
import dev.sluice.plugin.PerRowPlugin;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.RowView;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.plugin.Within;
import dev.sluice.record.ColumnCopy;
import dev.sluice.record.FieldCopy;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.LiveInput;
import dev.sluice.stream.MergedStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.Tap;
import dev.sluice.waveform.PeakCharge;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// E15: what is lent for reading cannot be written, by no way that the interface has: others read the same memory.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LentForReadingTest {
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "endtime:<i8", "x:<i8", "f:<f4", "on:?", "text:S2");
    private static final LongField TIME = TYPE.longField("time");
    private static final LongField END = TYPE.longField("endtime");
    private static final LongField X = TYPE.longField("x");

    private static RecordSource pulses(Arena arena, String name, int count) {
        Records records = Records.allocate(TYPE, count, arena);
        for (int i = 0; i < count; i++) {
            TIME.set(records, i, 10 * i);
            END.set(records, i, 10 * i + 5);
            X.set(records, i, i);
        }
        return new RecordSource(name, records);
    }

    /// Every way to write that there is.
    private static List<Executable> writes(Records records) {
        Records other = Records.allocate(records.type(), records.count(), Arena.ofAuto());
        RecordType type = records.type();
        return List.of(
                () -> TIME.set(records, 0, 1),
                () -> type.longField("x").set(records, 0, 0, 1),
                () -> type.doubleField("f").set(records, 0, 1),
                () -> type.floatField("f").set(records, 0, 1),
                () -> type.booleanField("on").set(records, 0, true),
                () -> type.textField("text").set(records, 0, "no"),
                () -> records.copyFrom(0, other, 0, 1),
                () -> records.copyField("x", other),
                () -> FieldCopy.of("x", type, type).copy(other, records),
                () -> ColumnCopy.of(type, type).copy(other, records),
                () -> ColumnCopy.of(type, type).gather(other, new long[] {0}, 1, records.slice(0, 1)),
                records::clear,
                () -> records.fill((byte) 1),
                () -> records.slice(0, 1).clear(),
                () -> records.asReadOnly().clear());
    }

    private static void requireReadOnly(Records records) {
        assertTrue(records.isReadOnly());
        assertTrue(records.count() > 0, "no record to try on");
        for (Executable write : writes(records)) {
            String message = assertThrows(IllegalStateException.class, write).getMessage();
            assertTrue(message.contains("lent for reading"), message);
            assertTrue(message.contains("detach"), message);
        }
        assertTrue(records.segment().isReadOnly());
        assertThrows(
                RuntimeException.class,
                () -> records.segment().set(ValueLayout.JAVA_BYTE, records.byteOffset(), (byte) 1));
    }

    @Test
    void aConsumerCannotWriteIntoAChunk() {
        try (Arena arena = Arena.ofShared();
                Context context = Context.create().register(pulses(arena, "pulses", 100));
                ChunkStream stream = context.streaming("r").chunkRecords(10).getStream("pulses")) {
            for (Chunk chunk : stream) {
                requireReadOnly(chunk.records());
            }
        }
    }

    /// What a consumer detaches is its own.
    @Test
    void aDetachedChunkAndACopyOfATapCanBeWritten() {
        try (Arena arena = Arena.ofShared();
                Context context = Context.create().register(pulses(arena, "pulses", 100));
                ChunkStream stream = context.streaming("r").chunkRecords(10).getStream("pulses");
                Tap tap = stream.tap(1)) {
            Chunk own = stream.iterator().next().detach(arena);
            assertFalse(own.records().isReadOnly());
            X.set(own.records(), 0, 77);
            tap.poll(arena).ifPresent(copy -> X.set(copy.records(), 0, 78));
        }
    }

    /// The same input for two plugins of a pass, in either order; the published value is 7.
    @ParameterizedTest
    @ValueSource(strings = {"good", "bad"})
    void aPluginThatWritesIntoItsInputFailsAndChangesNothing(String first) {
        try (Context context = Context.create()
                        .register(new Reading("good", in -> in), new Reading("bad", LentForReadingTest::written));
                LiveInput live = context.live("pulses", TYPE)) {
            String second = first.equals("good") ? "bad" : "good";
            List<ChunkStream> streams = context.streaming("r").workers(1).getStreams(first, second);
            Records claim = live.claim(1);
            X.set(claim, 0, 7);
            END.set(claim, 0, 1);
            live.publish(0, 1);
            live.finish();
            PipelineException failure = assertThrows(PipelineException.class, () -> {
                for (ChunkStream stream : streams) {
                    for (Chunk chunk : stream) {
                        assertEquals(7, X.get(chunk.records(), 0), chunk.toString());
                    }
                }
            });
            assertTrue(failure.getMessage().contains("lent for reading"), failure.getMessage());
            assertEquals("bad", failure.dataType());
            streams.forEach(ChunkStream::close);
        }
    }

    private static Records written(Records input) {
        X.set(input, 0, -1);
        return input;
    }

    /// Looks at its input, and copies it.
    private static final class Reading extends StreamingPlugin {
        private final PluginSpec spec;
        private final UnaryOperator<Records> look;

        Reading(String provides, UnaryOperator<Records> look) {
            this(PluginSpec.provides(provides, TYPE).dependsOn("pulses"), look);
        }

        Reading(PluginSpec spec, UnaryOperator<Records> look) {
            this.spec = spec;
            this.look = look;
        }

        @Override
        public PluginSpec spec() {
            return spec;
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            for (String input : spec.dependsOn()) {
                look.apply(in.records(input));
            }
            Records records = in.records();
            long count = in.beyond() - in.first();
            out.records(count).copyFrom(0, records, in.first(), count);
        }
    }

    /// Lent from another stage, copied with a halo, aligned with another input, computed by the step before.
    @ParameterizedTest
    @ValueSource(strings = {"lent", "halo", "aligned", "fused", "whole"})
    void noPluginCanWriteIntoWhatItIsShown(String how) {
        PluginSpec spec = PluginSpec.provides("seen", TYPE).dependsOn("pulses");
        spec = switch (how) {
            case "lent" -> spec.stateful();
            case "halo" -> spec.halo(20, 20);
            case "aligned" -> spec.dependsOn("pulses", "others").stateful();
            case "whole" -> spec.exhausting();
            default -> spec.dependsOn("copies");
        };
        UnaryOperator<Records> look = records -> {
            requireReadOnly(records);
            return records;
        };
        try (Arena arena = Arena.ofShared();
                Context context = Context.create()
                        .register(
                                pulses(arena, "pulses", 100),
                                pulses(arena, "others", 100),
                                new Reading("copies", records -> records),
                                new Reading(spec, look));
                ChunkStream stream =
                        context.streaming("r").chunkRecords(10).workers(2).getStream("seen")) {
            long count = 0;
            for (Chunk chunk : stream) {
                count += chunk.length();
                requireReadOnly(chunk.records());
            }
            assertEquals(100, count);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void chunksOfMergedStreamsCannotBeWritten(boolean sort) {
        try (Arena arena = Arena.ofShared();
                Context context = Context.create().register(pulses(arena, "pulses", 50), pulses(arena, "others", 60))) {
            StreamingContext run = context.streaming("r").chunkRecords(10);
            List<ChunkStream> streams = new ArrayList<>(List.of(run.getStream("pulses")));
            if (sort) {
                streams.add(run.getStream("others"));
            }
            try (MergedStream merged = run.mergeStream(streams, sort)) {
                for (Chunk chunk : merged) {
                    if (!chunk.isEmpty()) {
                        requireReadOnly(chunk.records());
                    }
                }
            }
        }
    }

    @Test
    void rechunkedChunksCannotBeWritten() {
        try (Arena arena = Arena.ofShared();
                Context context = Context.create().register(pulses(arena, "pulses", 50));
                ChunkStream stream = context.streaming("r").chunkRecords(10).getStream("pulses");
                Rechunk chunks = Rechunk.byCount(stream.iterator(), 7)) {
            while (chunks.hasNext()) {
                requireReadOnly(chunks.next().records());
            }
        }
    }

    /// Rows with things inside, some of which are copied together, and rows of several inputs in one.
    @Test
    void rowsThingsAndJoinedRowsCannotBeWritten() {
        try (Arena arena = Arena.ofShared();
                Context context = Context.create()
                        .register(
                                pulses(arena, "pulses", 30),
                                pulses(arena, "others", 30),
                                new Reading(
                                        PluginSpec.provides("copies", TYPE)
                                                .kind("pulses")
                                                .dependsOn("pulses"),
                                        records -> records),
                                new Looping(),
                                new Joining())) {
            for (String target : List.of("looped", "joined")) {
                try (ChunkStream stream =
                        context.streaming("r").chunkRecords(10).getStream(target)) {
                    stream.forEach(chunk -> {});
                }
            }
        }
    }

    private static final class Looping extends PerRowPlugin {
        Looping() {
            super(Within.touching(20, 5));
        }

        @Override
        protected PluginSpec loop() {
            return PluginSpec.provides("looped", TYPE).dependsOn("pulses", "others");
        }

        @Override
        protected void computeRow(RowView row, PluginContext context) {
            requireReadOnly(row.rows());
            requireReadOnly(row.things());
            X.set(row.results(), row.result(), row.to() - row.from());
        }
    }

    private static final class Joining extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("joined", TYPE).kind("pulses").dependsOn("pulses", "copies");
        }

        @Override
        public Object prepare(PluginContext context) {
            return JoinedInput.of(context, "pulses", "copies");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records rows = context.prepared(JoinedInput.class).records(in);
            requireReadOnly(rows);
            out.records(rows.count()).copyFrom(0, in.records(), 0, rows.count());
        }
    }

    /// A kernel addresses memory itself: it asks once per call.
    @Test
    void aKernelRefusesToWriteIntoWhatIsLentForReading() {
        try (Arena arena = Arena.ofConfined();
                Context context = Context.create().register(SimulatedDetector.ofRecords(100));
                ChunkStream stream = context.streaming("r").getStream("st_waveforms_stream")) {
            Chunk chunk = stream.iterator().next();
            Records features = Records.allocate(Features.TYPE, chunk.length(), arena);
            PeakCharge kernel = PeakCharge.between(chunk.type(), Features.TYPE);
            kernel.apply(chunk.records(), features);
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> kernel.apply(chunk.records(), features.asReadOnly()));
            assertTrue(refused.getMessage().contains("read-only"), refused.getMessage());
        }
    }

    /// The records of a claim and of an output end with the call in which they were filled.
    @Test
    void whatWasPublishedCannotBeWrittenAnyMore() {
        try (Context context = Context.create();
                LiveInput live = context.live("pulses", TYPE);
                ChunkStream stream = context.streaming("r").getStream("pulses")) {
            Records claim = live.claim(1);
            X.set(claim, 0, 7);
            END.set(claim, 0, 1);
            live.publish(0, 1);
            assertThrows(IllegalStateException.class, () -> X.set(claim, 0, 8));
            assertThrows(IllegalStateException.class, claim::clear);
            live.finish();
            Iterator<Chunk> chunks = stream.iterator();
            assertEquals(7, X.get(chunks.next().records(), 0));
        }
    }
}
