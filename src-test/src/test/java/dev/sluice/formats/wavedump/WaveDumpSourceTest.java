package dev.sluice.formats.wavedump;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Features;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.fixtures.Recorded;
import dev.sluice.formats.FormatException;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.RunSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A WaveDump run goes in, features come out: whatever the workers and the chunks.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class WaveDumpSourceTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void featuresAreTheSameBytesForAnyWorkersAndChunks(long seed) throws IOException {
        writeRun(seed, 3, 70, 96);
        assertSameBytes(folder, "seed=" + seed);
    }

    @Test
    void featuresOfTheSiPmRunAreTheSameBytesForAnyWorkersAndChunks() throws IOException {
        assertSameBytes(Recorded.folder("data/wavedump/sipm-coincidence"), "SiPM");
    }

    @Test
    void identityHoldsFilesConfigurationAndWhatTheConstructorWasTold() throws IOException {
        writeRun(7, 2, 5, 16);
        Map<String, Object> plain = new WaveDumpSource(folder).identity();
        assertEquals(plain, new WaveDumpSource(folder).identity());
        assertEquals(3, ((List<?>) plain.get("files")).size(), plain.toString());
        Map<String, Object> message =
                new WaveDumpSource(List.of(folder), Map.of("dt_ns", "4"), FailurePolicy.FAIL).identity();
        assertEquals(plain.get("files"), message.get("files"));
        assertEquals(Map.of("dt_ns", 4.0), message.get("settings"));
        Files.delete(folder.resolve("WaveDumpConfig.txt"));
        Map<String, Object> configured = new WaveDumpSource(folder).identity();
        assertEquals(2, ((List<?>) configured.get("files")).size(), configured.toString());
    }

    /// Foreign files in a run's folder were ignored in silence, also such that hold events under another name.
    @Test
    void whatIsNotReadInAFolderIsOneNote() throws IOException {
        writeRun(7, 2, 5, 16);
        assertEquals(List.of(), notRead(), "configuration and waves are read");
        Files.write(folder.resolve(".hidden"), new byte[1]);
        Files.write(folder.resolve(".features.npy.17.part"), new byte[1]);
        Files.write(folder.resolve("notes.part"), new byte[1]);
        Files.write(folder.resolve("WaveDumpConfig_old.txt"), new byte[1]);
        Files.createFile(folder.resolve("started"));
        assertEquals(List.of(), notRead(), "nothing is missed in these");
        Files.copy(folder.resolve("wave0.dat"), folder.resolve("run1_wave0.dat"));
        assertEquals(
                List.of("1 file or folder is not read in " + folder + ", the first run1_wave0.dat: of a directory,"
                        + " wave*.dat and TR_*.dat are; name others one by one, or move them elsewhere"),
                notRead());
        Files.write(folder.resolve("features.npy"), new byte[1]);
        Files.createDirectory(folder.resolve("before"));
        assertEquals(1, notRead().size());
        assertTrue(notRead().get(0).startsWith("3 files and folders are not read in "), notRead()::toString);
        assertTrue(notRead().get(0).contains(", the first before: "), notRead()::toString);
        assertEquals(2, new WaveDumpSource(folder).run().files().size());
        WaveDumpSource named = new WaveDumpSource(folder.resolve("wave0.dat"), folder.resolve("wave1.dat"));
        assertEquals(
                0,
                named.warnings().stream()
                        .filter(note -> note.contains("not read"))
                        .count(),
                "files were named");
    }

    private List<String> notRead() throws IOException {
        return new WaveDumpSource(folder)
                .warnings().stream().filter(note -> note.contains("not read")).toList();
    }

    @Test
    void eventsOfAllChannelsComeInOrderOfTimeThenChannel() throws IOException {
        writeRun(7, 4, 50, 16);
        WaveDumpSource source = new WaveDumpSource(folder);
        LongField time = source.spec().type().longField("time");
        LongField channel = source.spec().type().longField("channel");
        long records = 0;
        long lastTime = Long.MIN_VALUE;
        long lastChannel = -1;
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("run").chunkRecords(7).getStream(Waveforms.DATA_TYPE)) {
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++, records++) {
                    long now = time.get(chunk.records(), i);
                    assertTrue(
                            now > lastTime || (now == lastTime && channel.get(chunk.records(), i) >= lastChannel),
                            "record " + records);
                    lastTime = now;
                    lastChannel = channel.get(chunk.records(), i);
                }
            }
        }
        assertEquals(200, records);
        assertEquals(200, source.recordCount());
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "4, 1", "7, 23", "1000, 24", "1000, 30"})
    void theEventsBeforeABrokenOneAreDeliveredBeforeTheError(int chunkRecords, int bytesLeft) throws IOException {
        Path file = cutFile(bytesLeft);
        long events = 0;
        try (Context context = Context.create().register(new WaveDumpSource(file));
                ChunkStream stream =
                        context.streaming("run").chunkRecords(chunkRecords).getStream(Waveforms.DATA_TYPE)) {
            if (bytesLeft == 0) {
                for (Chunk chunk : stream) {
                    events += chunk.length();
                }
            } else {
                java.util.Iterator<Chunk> chunks = stream.iterator();
                while (events < 9) {
                    events += chunks.next().length();
                }
                PipelineException failure = assertThrows(PipelineException.class, chunks::hasNext);
                FormatException cause = (FormatException) failure.getCause();
                assertEquals(file, cause.file());
                assertEquals(9 * (24 + 20), cause.offset());
                assertTrue(cause.getMessage().contains("--on-error skip"), cause.getMessage());
            }
        }
        assertEquals(9, events);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 23", "1000, 24", "1000, 30"})
    void withSkipTheCutIsListedAsLostAndAllCompleteEventsComeOut(int chunkRecords, int bytesLeft) throws IOException {
        WaveDumpSource source = new WaveDumpSource(List.of(cutFile(bytesLeft)), Map.of(), FailurePolicy.SKIP);
        RunSummary summary = run(source, 2, chunkRecords, FailurePolicy.SKIP, new ByteArrayOutputStream());
        assertEquals(9, summary.records());
        assertEquals(1, summary.losses().size());
        Loss loss = summary.losses().get(0);
        assertEquals(bytesLeft >= 24 ? 9 * 8000 : 8 * 8000 + 10, loss.start());
        assertEquals(loss.start() + 10, loss.end());
        assertEquals(loss.end(), summary.end());
        assertTrue(loss.cause().endsWith("offset=396"), loss.cause());
    }

    @Test
    void aRangeOfTimeSelectsTheEventsThatStartInIt() throws IOException {
        WaveDumpSource source = new WaveDumpSource(cutFile(0));
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("run")
                        .chunkRecords(2)
                        .getStream(Waveforms.DATA_TYPE, TimeRange.of(16_000, 48_001))) {
            long records = 0;
            long cursor = 16_000;
            for (Chunk chunk : stream) {
                assertEquals(cursor, chunk.start());
                cursor = chunk.end();
                records += chunk.length();
            }
            assertEquals(5, records);
            assertEquals(48_001, cursor);
        }
    }

    @Test
    void optionsOfTheContextOverrideWhatTheFilesSay() throws IOException {
        WaveDumpSource source = new WaveDumpSource(cutFile(0));
        try (Context context =
                        Context.create().register(source).set("dt_ns", "2.5").set("clock_ns", 10);
                ChunkStream stream = context.streaming("run").getStream(Waveforms.DATA_TYPE)) {
            Chunk chunk = stream.iterator().next();
            RecordType type = chunk.type();
            assertEquals(10_000, type.longField("time").get(chunk.records(), 1));
            assertEquals(10_025, type.longField("endtime").get(chunk.records(), 1));
            assertEquals(2.5, type.doubleField("dt").get(chunk.records(), 1));
        }
    }

    @Test
    void aWrongOptionIsRefusedWithItsNameValueAndDefault() throws IOException {
        WaveDumpSource source = new WaveDumpSource(cutFile(0));
        try (Context context = Context.create().register(source)) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> context.set("dt_ns", "-1"));
            assertEquals(
                    "option dt_ns: '-1' is not greater than 0 (type real, in ns; default by model) (set by code)",
                    refused.getMessage());
            assertThrows(IllegalArgumentException.class, () -> context.set("model", "V9999"));
            assertThrows(IllegalArgumentException.class, () -> context.set("tag_bits", "33"));
        }
    }

    @Test
    void recordsShorterThanTheLongestAreZeroPaddedAndSayTheirLength() throws IOException {
        new WaveDumpFixture().event(1, 5, 6, 7).event(2, 8).write(folder.resolve("wave0.dat"));
        try (Context context = Context.create().register(new WaveDumpSource(folder));
                ChunkStream stream = context.streaming("run").getStream(Waveforms.DATA_TYPE)) {
            Chunk chunk = stream.iterator().next();
            LongField wave = chunk.type().longField("wave");
            assertEquals(1, chunk.type().longField("length").get(chunk.records(), 1));
            assertArrayEquals(
                    new long[] {8, 0, 0},
                    IntStream.range(0, 3)
                            .mapToLong(i -> wave.get(chunk.records(), 1, i))
                            .toArray());
        }
    }

    @Test
    void aPositivePolarityInTheConfigurationIsPointedOut() throws IOException {
        WaveDumpFixture.configuration(folder, "[COMMON]", "PULSE_POLARITY POSITIVE");
        new WaveDumpFixture().event(1, 5, 6, 7).write(folder.resolve("wave0.dat"));
        List<String> warnings = new WaveDumpSource(folder).warnings();
        assertTrue(warnings.stream().anyMatch(line -> line.contains("polarity=positive")), warnings.toString());
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 3", "4, 3", "1000, 3", "1000, 9"})
    void withSkipAnEventWithABrokenSizeIsListedAsLostAndAllOthersComeOut(int chunkRecords, int broken)
            throws IOException {
        byte[] bytes = Files.readAllBytes(cutFile(44));
        bytes[broken * 44] = (byte) (broken == 9 ? 46 : 88);
        WaveDumpFixture.write(folder.resolve("wave0.dat"), bytes);
        WaveDumpSource source = new WaveDumpSource(List.of(folder), Map.of(), FailurePolicy.SKIP);
        RunSummary summary = run(source, 2, chunkRecords, FailurePolicy.SKIP, new ByteArrayOutputStream());
        assertEquals(9, summary.records());
        assertEquals(1, summary.losses().size(), summary.losses().toString());
        Loss loss = summary.losses().get(0);
        assertEquals(broken * 8000L, loss.start());
        assertEquals(loss.start() + 10, loss.end());
        assertTrue(loss.cause().contains("offset=" + broken * 44), loss.cause());
        assertEquals(0, summary.start());
        assertEquals(72_010, summary.end());
    }

    @ParameterizedTest
    @CsvSource({"0, 1000", "1, 1000", "23, 1000", "24, 1000", "30, 1000", "30, 1", "0, 1"})
    void aFileCutInItsFirstEventIsLostInsideTheRun(int bytesLeft, int chunkRecords) throws IOException {
        WaveDumpFixture good = new WaveDumpFixture();
        for (int event = 5; event < 10; event++) {
            good.event(event * 1000L, new int[10]);
        }
        good.write(folder.resolve("wave0.dat"));
        byte[] cut = new WaveDumpFixture().channel(1).event(4000, new int[10]).bytes();
        WaveDumpFixture.write(folder.resolve("wave1.dat"), Arrays.copyOf(cut, bytesLeft));
        WaveDumpSource source = new WaveDumpSource(List.of(folder), Map.of(), FailurePolicy.SKIP);
        RunSummary summary = run(source, 1, chunkRecords, FailurePolicy.SKIP, new ByteArrayOutputStream());
        assertEquals(5, summary.records());
        assertEquals(1, summary.losses().size(), summary.losses().toString());
        Loss loss = summary.losses().get(0);
        assertEquals(bytesLeft >= 24 ? 32_000 : 40_000, loss.start());
        assertEquals(loss.start() + 10, loss.end());
        assertEquals(loss.start(), summary.start());
        assertEquals(72_010, summary.end());
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "1, 30", "2, 1", "2, 24", "3, 43"})
    void aFileCutAfterFewEventsHasALossWithALengthInsideTheRun(int events, int bytesLeft) throws IOException {
        WaveDumpFixture fixture = new WaveDumpFixture();
        for (int event = 0; event <= events; event++) {
            fixture.event(event, new int[10]);
        }
        WaveDumpFixture.write(folder.resolve("wave0.dat"), Arrays.copyOf(fixture.bytes(), events * 44 + bytesLeft));
        Map<String, ?> tiny = Map.of("dt_ns", "1e-9");
        for (Map<String, ?> settings : List.of(Map.<String, Object>of(), tiny)) {
            WaveDumpSource source = new WaveDumpSource(List.of(folder), settings, FailurePolicy.SKIP);
            RunSummary summary = run(source, 1, 1, FailurePolicy.SKIP, new ByteArrayOutputStream());
            assertEquals(events, summary.records());
            assertEquals(1, summary.losses().size(), summary.losses().toString());
            Loss loss = summary.losses().get(0);
            assertTrue(loss.start() < loss.end(), loss.toString());
            assertTrue(summary.start() <= loss.start() && loss.end() <= summary.end(), loss.toString());
        }
    }

    @Test
    void doubtsThatComeUpLateReachTheSummaryOfTheRun() throws IOException {
        for (int channel = 0; channel < 3; channel++) {
            WaveDumpFixture fixture = new WaveDumpFixture().channel(channel);
            for (int event = 0; event < 400; event++) {
                fixture.event(event * 10L + (event == 300 && channel == 1 ? 1 : 0), 1, 2, 3);
            }
            fixture.write(folder.resolve("wave" + channel + ".dat"));
        }
        WaveDumpSource source = new WaveDumpSource(folder);
        assertTrue(source.warnings().stream().noneMatch(line -> line.contains("wrong tag")));
        RunSummary summary = run(source, 2, 50, FailurePolicy.FAIL, new ByteArrayOutputStream());
        assertEquals(1, summary.warnings().size(), summary.warnings().toString());
        assertTrue(
                summary.warnings().get(0).contains("1 event of board=31 had a wrong tag"),
                summary.warnings().toString());
    }

    @Test
    void aTagThatMayHaveThirtyBitsIsPointedOut() throws IOException {
        WaveDumpFixture file = new WaveDumpFixture();
        for (int event = 0; event < 8; event++) {
            file.event((1L << 30) - 400 + 100 * event & (1L << 30) - 1, 1);
        }
        file.write(folder.resolve("wave0.dat"));
        List<String> warnings = new WaveDumpSource(folder).warnings();
        assertTrue(warnings.stream().anyMatch(line -> line.contains("set tag_bits=30")), warnings.toString());
        assertTrue(WaveDumpSource.TAG_BITS.help().contains("never 30"), WaveDumpSource.TAG_BITS.help());
    }

    private Path cutFile(int bytesLeft) {
        WaveDumpFixture fixture = new WaveDumpFixture();
        for (int event = 0; event < 10; event++) {
            fixture.event(event * 1000L, 1, 2, 3, 4, 5, 6, 7, 8, 9, event);
        }
        byte[] bytes = fixture.bytes();
        return WaveDumpFixture.write(
                folder.resolve("wave0.dat"), Arrays.copyOf(bytes, bytes.length - (24 + 20) + bytesLeft));
    }

    private void writeRun(long seed, int channels, int events, int samples) {
        Random random = new Random(seed);
        WaveDumpFixture.configuration(folder, "@OFF", "Digitizer 751", "@ON", "[COMMON]", "RECORD_LENGTH " + samples);
        for (int channel = 0; channel < channels; channel++) {
            WaveDumpFixture fixture = new WaveDumpFixture().channel(channel);
            long tag = 0;
            for (int event = 0; event < events; event++) {
                tag += random.nextInt(3);
                fixture.event(tag, random.ints(samples, 0, 1024).toArray());
            }
            fixture.write(folder.resolve("wave" + channel + ".dat"));
        }
    }

    private static void assertSameBytes(Path inputs, String message) throws IOException {
        byte[] expected = null;
        for (int workers : new int[] {1, 2, 4, 8}) {
            for (long chunkRecords : new long[] {1, 7, 1000, 100_000}) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                run(new WaveDumpSource(inputs), workers, chunkRecords, FailurePolicy.FAIL, bytes);
                expected = expected == null ? bytes.toByteArray() : expected;
                assertArrayEquals(
                        expected,
                        bytes.toByteArray(),
                        message + ", workers=" + workers + ", chunkRecords=" + chunkRecords);
            }
        }
    }

    private static RunSummary run(
            WaveDumpSource source, int workers, long chunkRecords, FailurePolicy policy, ByteArrayOutputStream bytes) {
        try (Context context = Context.create().register(source, new Features());
                ChunkStream stream = context.streaming("run")
                        .workers(workers)
                        .chunkRecords(chunkRecords)
                        .onError(policy)
                        .getStream(Features.DATA_TYPE)) {
            for (Chunk chunk : stream) {
                byte[] features = new byte[(int) chunk.nbytes()];
                java.lang.foreign.MemorySegment.ofArray(features)
                        .copyFrom(chunk.records()
                                .segment()
                                .asSlice(chunk.records().byteOffset(), features.length));
                bytes.writeBytes(features);
            }
            return stream.summary();
        }
    }
}
