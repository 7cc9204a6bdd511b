package dev.sluice.formats.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.formats.FormatException;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.Waveforms;
import dev.sluice.store.MemoryStore;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class NpySourceTest {
    private static final RecordType TYPE = RecordType.of("time:<i8", "wave:<i2[8]");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 4, 1000})
    void recordsComeOutAsTheyStandInTheFiles(long chunkRecords) {
        NpySource source = new NpySource(List.of(write("b.npy", 40, 41, 50), write("a.npy", 1, 2, 2, 2, 7)));
        assertEquals(8, source.recordCount());
        assertEquals(List.of(1L, 2L, 2L, 2L, 7L, 40L, 41L, 50L), times(source, TimeRange.UNBOUNDED, chunkRecords));
    }

    @ParameterizedTest
    @CsvSource({"dt:<i4, length", "length:<i4, dt"})
    void halfOfWhatTellsTheEndIsANote(String field, String missing) {
        RecordType half = RecordType.of("time:<i8", field, "wave:<i2[8]");
        Path file = folder.resolve("half.npy");
        try (NpyWriter writer = NpyWriter.create(file, half)) {
            writer.write(Records.allocate(half, 2, Arena.ofAuto()));
            writer.commit();
        }
        List<String> notes = new NpySource(List.of(file)).notes();
        assertEquals(1, notes.size());
        assertTrue(notes.get(0).contains("neither " + missing + " nor endtime"), notes.get(0));
        assertTrue(notes.get(0).contains("each counts as an instant"), notes.get(0));
        assertEquals(List.of(), new NpySource(List.of(write("a.npy", 1))).notes());
    }

    @Test
    void identityIsThatOfTheFilesInAnyOrderAndChangesWithThem() throws IOException {
        Path one = write("a.npy", 1, 2);
        Path two = write("b.npy", 40);
        Object before = new NpySource(List.of(one, two)).identity();
        assertEquals(before, new NpySource(List.of(two, one)).identity());
        NpySource source = new NpySource(List.of(one, two));
        Files.setLastModifiedTime(two, FileTime.fromMillis(1));
        assertNotEquals(before, source.identity());
        Files.delete(one);
        UncheckedIOException missing = assertThrows(UncheckedIOException.class, source::identity);
        assertTrue(missing.getMessage().contains("a.npy"), missing.getMessage());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 1000})
    void aRangeOfTimeIsPushedDown(long chunkRecords) {
        NpySource source = new NpySource(List.of(write("a.npy", 1, 2, 2, 2, 7), write("b.npy", 40, 41, 50)));
        assertEquals(List.of(2L, 2L, 2L, 7L, 40L), times(source, TimeRange.of(2, 41), chunkRecords));
        assertEquals(List.of(), times(source, TimeRange.of(8, 40), chunkRecords));
        assertEquals(List.of(50L), times(source, TimeRange.of(42, 1000), chunkRecords));
        assertEquals(List.of(), times(source, TimeRange.of(51, 1000), chunkRecords));
    }

    /// A look at the others would refuse them: they are out of order.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1000})
    void recordsAndFilesOutsideARangeAreNotRead(long chunkRecords) {
        NpySource source = new NpySource(List.of(
                write("a.npy", 1, 5, 3, 100), write("b.npy", 200, 210, 220, 230), write("c.npy", 300, 340, 320)));
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("run")
                        .chunkRecords(chunkRecords)
                        .getStream(Waveforms.DATA_TYPE, TimeRange.of(205, 225))) {
            long records = 0;
            for (Chunk chunk : stream) {
                records += chunk.length();
            }
            assertEquals(2, records);
            assertEquals(2, stream.summary().records());
        }
        assertThrows(PipelineException.class, () -> times(source, TimeRange.UNBOUNDED, chunkRecords));
    }

    @Test
    void aFileWithoutRecordsGivesNoChunk() {
        assertEquals(List.of(), times(new NpySource(List.of(write("a.npy"))), TimeRange.UNBOUNDED, 5));
    }

    @Test
    void unsortedRecordsAreRefusedByFileRecordAndTimes() {
        NpySource source = new NpySource(List.of(write("a.npy", 1, 5, 4, 9)));
        PipelineException failure = assertThrows(PipelineException.class, () -> times(source, TimeRange.UNBOUNDED, 10));
        assertTrue(failure.getMessage().contains("a.npy"), failure.getMessage());
        assertTrue(
                failure.getMessage().contains("starts at time=4, before the one in front of it at time=5"),
                failure.getMessage());
        assertThrows(PipelineException.class, () -> times(source, TimeRange.UNBOUNDED, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1000})
    void recordsOutOfOrderAreRefusedByTheirPlaceInTheFileWithTheRemedy(long chunkRecords) {
        NpySource source = new NpySource(List.of(write("a.npy", 0, 1, 2, 5, 4)));
        String message = assertThrows(PipelineException.class, () -> times(source, TimeRange.UNBOUNDED, chunkRecords))
                .getMessage();
        assertTrue(message.contains("record 4 of " + folder.resolve("a.npy") + " starts at time=4"), message);
        assertTrue(message.contains("np.sort(a, order='time')") && message.contains("--on-error skip"), message);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 1000})
    void aCutOffFileGivesItsCompleteRecordsAndTheLossIfErrorsAreSkipped(long chunkRecords) throws Exception {
        Path first = write("a.npy", 10, 20, 30, 40);
        cut(first, 2);
        NpySource source = new NpySource(List.of(first, write("b.npy", 100, 110)));
        assertThrows(PipelineException.class, () -> times(source, TimeRange.UNBOUNDED, chunkRecords));
        List<Loss> losses = new ArrayList<>();
        assertEquals(List.of(10L, 20L, 30L, 100L, 110L), times(source, TimeRange.UNBOUNDED, chunkRecords, losses));
        assertEquals(1, losses.size());
        assertEquals(30, losses.get(0).start());
        assertEquals(100, losses.get(0).end());
        assertTrue(losses.get(0).cause().contains("a.npy"), losses.toString());
    }

    @Test
    void theLossBehindTheLastFileLastsOneMoreRecord() throws Exception {
        Path file = write("a.npy", 10, 20, 30);
        cut(file, 2);
        List<Loss> losses = new ArrayList<>();
        times(new NpySource(List.of(file)), TimeRange.UNBOUNDED, 1, losses);
        assertEquals(20, losses.get(0).start());
        assertEquals(21, losses.get(0).end());
    }

    @Test
    void aFileCutOffInItsFirstRecordIsAnErrorUnderEveryPolicy() throws Exception {
        Path file = write("a.npy", 10);
        cut(file, 2);
        NpySource source = new NpySource(List.of(file));
        assertThrows(PipelineException.class, () -> times(source, TimeRange.UNBOUNDED, 1, new ArrayList<>()));
    }

    private static void cut(Path file, int bytes) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - bytes));
    }

    @Test
    void filesThatOverlapInTimeAreRefused() {
        NpySource source = new NpySource(List.of(write("a.npy", 1, 5), write("b.npy", 5, 6)));
        PipelineException failure = assertThrows(PipelineException.class, () -> times(source, TimeRange.UNBOUNDED, 10));
        assertTrue(failure.getCause() instanceof ChunkLawException, failure.toString());
    }

    @Test
    void recordsWithoutATimeAreRefusedWithTheFile() {
        Path file = folder.resolve("x.npy");
        RecordType untimed = RecordType.of("energy:<f4");
        try (Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(file, untimed)) {
            writer.write(Records.allocate(untimed, 3, arena));
            writer.commit();
        }
        FormatException refused = assertThrows(FormatException.class, () -> new NpySource(List.of(file)));
        assertEquals(file, refused.file());
        assertTrue(refused.getMessage().contains("'time'"), refused.getMessage());
    }

    @Test
    void filesOfDifferentDtypesAreRefused() {
        Path other = folder.resolve("x.npy");
        RecordType wider = RecordType.of("time:<i8", "wave:<i2[9]");
        try (NpyWriter writer = NpyWriter.create(other, wider)) {
            writer.commit();
        }
        Path first = write("a.npy", 1);
        FormatException refused = assertThrows(FormatException.class, () -> new NpySource(List.of(first, other)));
        assertEquals(other, refused.file());
    }

    /// D6: plugins and options were chosen for the dtype that was read first.
    @Test
    void aFileThatIsReplacedByOneOfAnotherDtypeIsNotReadUnderTheOldOne() {
        Path file = write("x.npy", 1, 2);
        NpySource source = new NpySource(List.of(file));
        RecordType other = RecordType.of("time:<i8", "wave:<f4[4]");
        try (Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(file, other)) {
            writer.write(Records.allocate(other, 2, arena));
            writer.commit();
        }
        for (TimeRange range : List.of(TimeRange.UNBOUNDED, TimeRange.of(0, 2))) {
            PipelineException refused = assertThrows(PipelineException.class, () -> times(source, range, 10));
            assertTrue(refused.getMessage().contains("the file was replaced"), refused.getMessage());
        }
    }

    /// D6: what is kept is kept under the file that it was read from.
    @Test
    void aFileThatIsReplacedBetweenItsIdentityAndItsOpeningIsNotKeptUnderTheOldOne() {
        Path file = write("x.npy", 1, 2);
        NpySource source = new NpySource("waves", List.of(file));
        try (MemoryStore store = new MemoryStore(1 << 20);
                Context context = Context.create()
                        .register(new Replacing(source, () -> write("x.npy", 1, 2, 3)), new Copied())
                        .store(store)) {
            IllegalStateException refused = assertThrows(
                    IllegalStateException.class, () -> context.streaming("r").getStream("copied"));
            assertTrue(refused.getMessage().contains("changed while run r began"), refused.getMessage());
            assertEquals(0, store.list().size());
        }
    }

    /// Does something between the identity and the opening of the source that it stands for.
    private static final class Replacing extends SourcePlugin {
        private final NpySource source;
        private final transient Runnable before;

        Replacing(NpySource source, Runnable before) {
            this.source = source;
            this.before = before;
        }

        @Override
        public PluginSpec spec() {
            return source.spec();
        }

        @Override
        public Map<String, Object> identity() {
            return source.identity();
        }

        @Override
        public ChunkReader open(SourceContext context) {
            before.run();
            return source.open(context);
        }
    }

    private static final class Copied extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("copied", TYPE.instantaneous()).dependsOn("waves");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            out.records(in.records().count())
                    .copyFrom(0, in.records(), 0, in.records().count());
        }
    }

    private List<Long> times(NpySource source, TimeRange range, long chunkRecords) {
        return times(source, range, chunkRecords, null);
    }

    /// Errors are skipped if there is a list of losses.
    private List<Long> times(NpySource source, TimeRange range, long chunkRecords, List<Loss> losses) {
        LongField time = source.type().longField("time");
        List<Long> found = new ArrayList<>();
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("run")
                        .workers(2)
                        .chunkRecords(chunkRecords)
                        .onError(losses == null ? FailurePolicy.FAIL : FailurePolicy.SKIP)
                        .getStream(Waveforms.DATA_TYPE, range)) {
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++) {
                    found.add(time.get(chunk.records(), i));
                }
            }
            if (losses != null) {
                losses.addAll(stream.summary().losses());
            }
        }
        return found;
    }

    private Path write(String name, long... times) {
        Path file = folder.resolve(name);
        try (Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(file, TYPE)) {
            Records records = Records.allocate(TYPE, times.length, arena);
            for (int i = 0; i < times.length; i++) {
                TYPE.longField("time").set(records, i, times[i]);
            }
            writer.write(records);
            writer.commit();
        }
        return file;
    }
}
