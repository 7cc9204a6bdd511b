package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StaticPlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Checked;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.LiveInput;
import dev.sluice.stream.PipelineException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// E14: what is handed out to be filled is zeros, so that a field which is left unwritten does not carry a value of an
/// earlier chunk, and no result depends on the size of the chunks.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ZeroedOutputsTest {
    private static final RecordType TIMES = RecordType.of("time:<i8").instantaneous();
    private static final RecordType SPARSE =
            RecordType.of("time:<i8", "x:<i8", "many:<i4[5]").instantaneous();
    private static final LongField TIME = SPARSE.longField("time");
    private static final LongField X = SPARSE.longField("x");
    private static final LongField MANY = SPARSE.longField("many");
    private static final int RECORDS = 3000;

    /// Only every third record has an `x` and the middle of `many`; all others are left as they are.
    private static void writeSome(Records records, long index, long time) {
        TIME.set(records, index, time);
        if (time % 3 == 0) {
            X.set(records, index, time + 1);
            MANY.set(records, index, 2, 7);
        }
    }

    private static void requireOnlyWritten(Records records, long index) {
        long time = TIME.get(records, index);
        long x = time % 3 == 0 ? time + 1 : 0;
        assertEquals(x, X.get(records, index), "x of time=" + time);
        for (int element = 0; element < 5; element++) {
            long expected = element == 2 && time % 3 == 0 ? 7 : 0;
            assertEquals(expected, MANY.get(records, index, element), "many[" + element + "] of time=" + time);
        }
    }

    private static RecordSource times(Arena arena) {
        Records records = Records.allocate(TIMES, RECORDS, arena);
        LongField time = TIMES.longField("time");
        for (int i = 0; i < RECORDS; i++) {
            time.set(records, i, i);
        }
        return new RecordSource("times", records);
    }

    private static void requireSparse(Context context, int chunkRecords, int workers) {
        long count = 0;
        try (ChunkStream stream = context.streaming("r")
                .chunkRecords(chunkRecords)
                .workers(workers)
                .getStream("sparse")) {
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++, count++) {
                    requireOnlyWritten(chunk.records(), i);
                }
            }
        }
        assertEquals(RECORDS, count);
    }

    @ParameterizedTest
    @CsvSource({"10, 1", "10, 2", "100, 1", "1000, 2", "5000, 1"})
    void aFieldThatAPluginLeavesUnwrittenIsZeroWhateverTheSizeOfTheChunks(int chunkRecords, int workers) {
        try (Arena arena = Arena.ofShared();
                Context context = Context.create().register(times(arena), new Sparse(1))) {
            requireSparse(context, chunkRecords, workers);
        }
    }

    /// What was written is kept, what is new is zeros, also where the memory has to grow in between.
    @ParameterizedTest
    @ValueSource(ints = {2, 7, 100})
    void recordsThatAreAskedForAgainAreZerosBehindThoseThatWereWritten(int steps) {
        try (Arena arena = Arena.ofShared();
                Context context = Context.create().register(times(arena), new Sparse(steps))) {
            requireSparse(context, 97, 2);
        }
    }

    private static final class Sparse extends StreamingPlugin {
        private final int steps;

        Sparse(int steps) {
            this.steps = steps;
        }

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("sparse", SPARSE).dependsOn("times");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records times = in.records();
            long done = 0;
            for (int step = 1; step <= steps; step++) {
                long upTo = times.count() * step / steps;
                Records sparse = out.records(upTo);
                for (; done < upTo; done++) {
                    writeSome(sparse, done, TIMES.longField("time").get(times, done));
                }
            }
        }
    }

    /// Fewer records are written than were asked for: the rest are zeros, not records of other chunks.
    @Test
    void recordsThatAPluginDoesNotWriteAreZeros() {
        try (Arena arena = Arena.ofShared();
                Context context = Context.create().register(times(arena), new WritingTheLastOnly())) {
            try (ChunkStream stream =
                    context.streaming("r").chunkRecords(100).workers(1).getStream("sparse")) {
                for (Chunk chunk : stream) {
                    for (long i = 0; i + 1 < chunk.length(); i++) {
                        assertEquals(0, X.get(chunk.records(), i));
                    }
                }
            }
        }
    }

    private static final class WritingTheLastOnly extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("sparse", SPARSE).dependsOn("times");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records sparse = out.records(in.records().count());
            for (long i = 0; i < sparse.count(); i++) {
                TIME.set(sparse, i, in.start());
            }
            X.set(sparse, sparse.count() - 1, 9);
        }
    }

    /// No field reaches the gaps of an aligned dtype, and files hold them.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theGapsOfAnAlignedTypeAreZeros(boolean promised) {
        try (Arena arena = Arena.ofShared();
                Context context = Context.create().register(times(arena), new Gapped(promised))) {
            try (ChunkStream stream =
                    context.streaming("r").chunkRecords(50).workers(1).getStream("gapped")) {
                for (Chunk chunk : stream) {
                    Records records = chunk.records();
                    for (long i = 0; i < chunk.length(); i++) {
                        long at = records.byteOffset() + i * Gapped.TYPE.size();
                        for (int gap = 9; gap < Gapped.TYPE.size(); gap++) {
                            assertEquals(0, records.segment().get(ValueLayout.JAVA_BYTE, at + gap));
                        }
                    }
                }
            }
        }
    }

    private static final class Gapped extends StreamingPlugin {
        private static final RecordType TYPE = RecordType.builder()
                .aligned()
                .field("time", "<i8")
                .field("flag", "|u1")
                .build()
                .instantaneous();

        private final boolean promised;

        Gapped(boolean promised) {
            this.promised = promised;
        }

        @Override
        public PluginSpec spec() {
            PluginSpec spec = PluginSpec.provides("gapped", TYPE).dependsOn("times");
            return promised ? spec.writesEveryField() : spec;
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records times = in.records();
            // Memory that is asked for and not used has another content when its slot comes again.
            Records gapped = out.records(times.count() + 10);
            for (long i = 0; i < gapped.count(); i++) {
                TYPE.longField("time").set(gapped, i, in.start());
                TYPE.longField("flag").set(gapped, i, 255);
            }
            gapped = out.records(times.count());
            gapped.copyField("time", times);
        }
    }

    @Test
    void recordsOfASourceThatItDoesNotWriteAreZeros() {
        try (Context context = Context.create().register(new SparseSource())) {
            requireSparse(context, 30, 1);
        }
    }

    private static final class SparseSource extends SourcePlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("sparse", SPARSE);
        }

        @Override
        public ChunkReader open(SourceContext context) {
            return new ChunkReader() {
                private long next;

                @Override
                public boolean read(SourceOutput out) {
                    if (next == RECORDS) {
                        return false;
                    }
                    long count = Math.min(30, RECORDS - next);
                    Records records = out.records(count);
                    for (long i = 0; i < count; i++) {
                        writeSome(records, i, next + i);
                    }
                    out.publish(count, next, next + count);
                    next += count;
                    return true;
                }
            };
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 50})
    void aClaimOfALiveInputIsZeros(long lateness) {
        try (Context context = Context.create();
                LiveInput live = context.live("sparse", SPARSE).lateness(lateness);
                ChunkStream stream = context.streaming("r").workers(1).getStream("sparse")) {
            Iterator<Chunk> chunks = stream.iterator();
            long read = 0;
            // With a lateness the claim is one and the same memory each time, and no thread reads while it waits.
            long end = lateness == 0 ? 400 : 80;
            for (long time = 0; time < end; time += 4) {
                Records claim = live.claim(4);
                for (int i = 0; i < 4; i++) {
                    writeSome(claim, i, time + i);
                }
                live.publish(time, time + 4);
                if (lateness == 0) {
                    read += requireOnlyWritten(chunks.next());
                }
            }
            live.finish();
            while (chunks.hasNext()) {
                read += requireOnlyWritten(chunks.next());
            }
            assertEquals(end, read);
        }
    }

    private static long requireOnlyWritten(Chunk chunk) {
        for (long i = 0; i < chunk.length(); i++) {
            requireOnlyWritten(chunk.records(), i);
        }
        return chunk.length();
    }

    /// The pass before has used the memory of the process; a table without inputs and one of a whole run.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theResultOfAStaticPluginIsZerosWhereItIsNotWritten(boolean ofARun) {
        try (Arena arena = Arena.ofShared();
                Context context = Context.create().register(times(arena), new Table(ofARun))) {
            requireSparse(context, 40, 2);
        }
    }

    private static final class Table extends StaticPlugin {
        private final boolean ofARun;

        Table(boolean ofARun) {
            this.ofARun = ofARun;
        }

        @Override
        public PluginSpec spec() {
            PluginSpec spec = PluginSpec.provides("sparse", SPARSE);
            return ofARun ? spec.dependsOn("times") : spec;
        }

        @Override
        public void compute(ChunkInput in, ChunkOutput out, PluginContext context) {
            // Written, given up, and asked for again by growing.
            Records sparse = out.records(RECORDS / 2);
            for (long i = 0; i < sparse.count(); i++) {
                writeSome(sparse, i, i);
            }
            sparse = out.records(RECORDS);
            for (long i = RECORDS / 2; i < RECORDS; i++) {
                writeSome(sparse, i, i);
            }
        }
    }

    /// A plugin that promises to write every field and forgets some in some records.
    private static final class Forgetful extends StreamingPlugin {
        private final RecordType type;
        private final LongPredicate writes;

        Forgetful(RecordType type, LongPredicate writes) {
            this.type = type;
            this.writes = writes;
        }

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("forgetful", type).dependsOn("times").writesEveryField();
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records times = in.records();
            Records records = out.records(times.count());
            records.copyField("time", times);
            for (long i = 0; i < records.count(); i++) {
                for (int element = 0; element < type.field("x").elements(); element++) {
                    if (writes.test(i)) {
                        type.longField("x").set(records, i, element, element);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x:<i8", "x:<i4", "x:<i2", "x:|i1", "x:<i2[9]", "x:|u1[3]"})
    void aPromiseToWriteEveryFieldIsVerifiedInCheckedMode(String field) {
        assumeTrue(Checked.ON, "needs -Dsluice.checked=true");
        RecordType type = RecordType.of("time:<i8", field).instantaneous();
        for (LongPredicate writes : List.<LongPredicate>of(index -> false, index -> index % 4 != 3)) {
            try (Arena arena = Arena.ofShared();
                    Context context = Context.create().register(times(arena), new Forgetful(type, writes));
                    ChunkStream stream =
                            context.streaming("r").workers(1).chunkRecords(1000).getStream("forgetful")) {
                PipelineException failure = assertThrows(PipelineException.class, () -> stream.forEach(chunk -> {}));
                assertTrue(failure.getMessage().contains("left 'x' unwritten in "), failure.getMessage());
                assertTrue(failure.getMessage().contains("writesEveryField()"), failure.getMessage());
            }
        }
        try (Arena arena = Arena.ofShared();
                Context context = Context.create().register(times(arena), new Forgetful(type, index -> true));
                ChunkStream stream = context.streaming("r").chunkRecords(1000).getStream("forgetful")) {
            stream.forEach(chunk -> {});
        }
    }

    /// Nothing is verified of a live publisher that promised nothing; one that did gets an error.
    @Test
    void aPublisherWhoPromisesToWriteEveryFieldAndDoesNotIsRefusedInCheckedMode() {
        assumeTrue(Checked.ON, "needs -Dsluice.checked=true");
        try (Context context = Context.create();
                LiveInput live = context.live("sparse", SPARSE).writingEveryField();
                ChunkStream stream = context.streaming("r").getStream("sparse")) {
            Records claim = live.claim(2);
            TIME.set(claim, 0, 1);
            TIME.set(claim, 1, 2);
            IllegalStateException refused = assertThrows(IllegalStateException.class, () -> live.publish(0, 4));
            assertTrue(refused.getMessage().contains("left 'x' unwritten in 2 of 2"), refused.getMessage());
            for (int i = 0; i < 2; i++) {
                X.set(claim, i, 0);
                for (int element = 0; element < 5; element++) {
                    MANY.set(claim, i, element, 0);
                }
            }
            live.publish(0, 4);
            live.finish();
            assertEquals(2, stream.iterator().next().length());
        }
    }
}
