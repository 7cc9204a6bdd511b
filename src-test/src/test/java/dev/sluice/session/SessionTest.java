package dev.sluice.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Features;
import dev.sluice.app.Outcome;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.formats.npy.NpyFile;
import dev.sluice.formats.wavedump.WaveDumpSource;
import dev.sluice.record.LongField;
import dev.sluice.record.Records;
import dev.sluice.session.inspection.InputInspection;
import dev.sluice.session.inspection.Inspection;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.RunState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pipelines from words give what the same pipelines made by hand give, and say what the command line says.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SessionTest {
    @TempDir
    private Path folder;

    /// All records of the one target, as bytes.
    private static byte[] bytes(Session session) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (ChunkStream stream = session.stream()) {
            stream.forEach(chunk -> all.writeBytes(bytes(chunk.records())));
            assertEquals(RunState.COMPLETED, stream.summary().state());
        }
        return all.toByteArray();
    }

    private static byte[] bytes(Records records) {
        return records.segment()
                .asSlice(records.byteOffset(), records.byteSize())
                .toArray(ValueLayout.JAVA_BYTE);
    }

    private static byte[] bytes(Context context, String target, TimeRange range) {
        try (Arena arena = Arena.ofConfined()) {
            return bytes(
                    context.streaming("by_hand").getArray(arena, target, range).records());
        }
    }

    /// Events of 64 samples with a pulse at sample 20, for one channel.
    private Path waveDump() throws IOException {
        Path run = Files.createDirectories(folder.resolve("run7"));
        ByteBuffer file = ByteBuffer.allocate(40 * (24 + 128)).order(ByteOrder.LITTLE_ENDIAN);
        for (int event = 0; event < 40; event++) {
            for (int word : new int[] {24 + 128, 0, 0x3, 0, event, event * 1000}) {
                file.putInt(word);
            }
            for (int sample = 0; sample < 64; sample++) {
                file.putShort((short) (sample == 20 ? 7000 - event : 8000 + sample % 3));
            }
        }
        Files.write(run.resolve("wave0.dat"), file.array());
        return run;
    }

    @Test
    void aWaveDumpFolderIsStreamed() throws IOException {
        Path run = waveDump();
        byte[] expected;
        try (Context context = Context.create().register(new WaveDumpSource(run), new Features())) {
            context.set("peak_range", "10:30").set("charge_range", "10:30").set("baseline_range", "0:10");
            expected = bytes(context, "features", TimeRange.UNBOUNDED);
        }
        SessionRequest request = SessionRequest.reading(run.toString())
                .set("peak_range", "10:30")
                .set("charge_range", "10:30")
                .set("baseline_range", "0:10");
        try (Session session = Session.open(request)) {
            assertEquals("run7", session.runId());
            assertEquals(List.of("features"), session.targets());
            assertEquals("ns", session.timeUnit());
            assertFalse(session.notes().isEmpty(), "nothing names the model of the digitiser");
            assertArrayEquals(expected, bytes(session));
        }
        assertEquals(40L * Features.TYPE.size(), expected.length);
    }

    @Test
    void anInputIsLookedInto() throws IOException {
        SessionRequest request = SessionRequest.reading(waveDump().toString()).set("model", "V1730");
        Inspection found = InputInspection.of(request, false);
        assertEquals("WaveDump", found.format());
        assertEquals(40, found.records());
        assertEquals("730", found.facts().get("model"));
        UsageException unused =
                assertThrows(UsageException.class, () -> InputInspection.of(request.set("peak_range", "1:2"), false));
        assertTrue(unused.getMessage().contains("has no option 'peak_range'"), unused::getMessage);
        assertThrows(UsageException.class, () -> InputInspection.of(SessionRequest.reading(), false));
    }

    @Test
    void anNpyFileIsStreamedAndSaysWhatItHolds() {
        String file = folder.resolve("waves.npy").toString();
        try (Session session = Session.open("--sim-records", "300", "--target", "st_waveforms_stream", "--out", file)) {
            assertEquals(
                    300, session.write(OutputStream.nullOutputStream()).first().records());
        }
        byte[] expected;
        try (Context context = Context.create().register(SimulatedDetector.ofRecords(300), new Features())) {
            expected = bytes(context, "features", TimeRange.UNBOUNDED);
        }
        try (Session session = Session.open(file)) {
            assertArrayEquals(expected, bytes(session));
            assertEquals("st_waveforms_stream", session.input().source().spec().provides());
        }
    }

    @Test
    void withoutAnInputADetectorIsSimulated() {
        byte[] expected;
        try (Context context =
                Context.create().register(SimulatedDetector.ofRecords(500).withSeed(7), new Features())) {
            expected = bytes(context, "features", TimeRange.UNBOUNDED);
        }
        for (String workers : List.of("1", "3")) {
            try (Session session = Session.open("--sim-records=500", "--sim-seed=7", "--workers", workers)) {
                assertArrayEquals(expected, bytes(session));
            }
        }
    }

    @Test
    void aSettingGoesBeforeTheFileAndTheFileBeforeTheDefault() throws IOException {
        Path file = folder.resolve("sluice.toml");
        Files.writeString(file, "peak_range = \"10:20\"\ncharge_range = \"60:100\"\n");
        byte[] expected;
        try (Context context = Context.create().register(SimulatedDetector.ofRecords(200), new Features())) {
            context.set("peak_range", "30:70").set("charge_range", "60:100");
            expected = bytes(context, "features", TimeRange.UNBOUNDED);
        }
        SessionRequest request = SessionRequest.reading()
                .with(SessionOption.SIM_RECORDS, "200")
                .with(SessionOption.CONFIG, file.toString())
                .set("features.peak_range", "30:70");
        try (Session session = Session.open(request)) {
            assertArrayEquals(expected, bytes(session));
        }
    }

    @Test
    void aRangeOfTimeClips() {
        TimeRange range = TimeRange.of(1_000_000, 2_000_000);
        byte[] expected;
        try (Context context = Context.create().register(SimulatedDetector.ofRecords(1000), new Features())) {
            expected = bytes(context, "features", range);
        }
        try (Session session = Session.open("--sim-records", "1000", "--time-range", "1_000_000:2_000_000")) {
            assertEquals(range, session.range());
            assertArrayEquals(expected, bytes(session));
        }
        assertTrue(expected.length > 0);
    }

    @Test
    void severalTargetsAreStreamedInOnePass() {
        try (Session session = Session.open("--sim-records", "400", "--target", "features,baseline")) {
            List<ChunkStream> streams = session.streams();
            long[] counts = new long[2];
            for (int i = 0; i < 2; i++) {
                assertEquals(session.targets().get(i), streams.get(i).dataType());
            }
            List<Iterator<Chunk>> chunks =
                    streams.stream().map(ChunkStream::iterator).toList();
            while (chunks.get(0).hasNext() && chunks.get(1).hasNext()) {
                counts[0] += chunks.get(0).next().length();
                counts[1] += chunks.get(1).next().length();
            }
            streams.forEach(ChunkStream::close);
            assertArrayEquals(new long[] {400, 400}, counts);
            SessionException refused = assertThrows(SessionException.class, session::stream);
            assertTrue(refused.getMessage().contains("features,baseline"), refused::getMessage);
        }
    }

    @Test
    void streamsGiveWhatIsSelectedOnly() {
        SessionRequest request = SessionRequest.reading()
                .with(SessionOption.SIM_RECORDS, "400")
                .with(SessionOption.SELECT, "channel == 3")
                .with(SessionOption.COLUMNS, "time, channel");
        try (Session session = Session.open(request)) {
            long found = 0;
            try (ChunkStream stream = session.stream()) {
                for (Chunk chunk : stream) {
                    Records records = chunk.records();
                    assertFalse(records.type().has("charge"));
                    LongField channel = records.type().longField("channel");
                    for (long i = 0; i < records.count(); i++) {
                        assertEquals(3, channel.get(records, i));
                        found++;
                    }
                }
            }
            // What is written afterwards is selected once, not twice.
            RunReport report = session.write(OutputStream.nullOutputStream());
            assertEquals(found, report.first().records());
            assertTrue(found > 0 && found < 400, "found " + found);
        }
    }

    @Test
    void whatIsWrittenAppearsWhenAllWentWell() throws IOException {
        Path out = folder.resolve("both");
        try (Session session =
                Session.open("--sim-records", "100", "--target", "features,baseline", "--out", out.toString() + "/")) {
            RunReport report = session.write(OutputStream.nullOutputStream());
            assertEquals(2, report.targets().size());
            assertEquals(RunState.COMPLETED, report.summary().state());
        }
        try (NpyFile file = NpyFile.map(out.resolve("features.npy"))) {
            assertEquals(100, file.records().count());
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (Session session = Session.open("--sim-records", "10", "--out", "-")) {
            session.write(text);
        }
        assertEquals(11, text.toString(StandardCharsets.UTF_8).lines().count());
    }

    /// Each is refused with the sentence and the kind of code that the command line has.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--set chrage_range=60:400",
                "--set peak_range=90:40",
                "--set peak_range",
                "--set model=V1730",
                "--target feature",
                "--target features,features",
                "--target features,",
                "no/such/file.npy",
                "--config no/such/file.toml",
                "--plugins no/such.jar",
                "--time-range 9:3",
                "--workers 0",
                "--memory 12Q",
                "--wait balance",
                "--on-error skp",
                "--pin -1",
                "--latency 5",
                "--profile no/such/profile.toml",
                "--sim-records -5",
                "--format npy",
                "--taget features",
                "--target",
                "--run-id a --run-id b",
                "--select charge>",
                "--select samples>3 --sim-records 10",
                "--columns nothing --sim-records 10",
                "--out features.txt",
            })
    void whatCannotBeIsRefusedInTheWordsOfTheCommandLine(String line) {
        String[] words = line.split(" ");
        SessionException refused = assertThrows(SessionException.class, () -> {
            try (Session session = Session.open(words)) {
                session.write(OutputStream.nullOutputStream());
            }
        });
        Object[] command = new Object[words.length + 1];
        command[0] = "run";
        System.arraycopy(words, 0, command, 1, words.length);
        Outcome outcome = Outcome.of(command);
        assertEquals(SessionException.Kind.USAGE, refused.kind());
        assertEquals(outcome.code(), refused.kind().exitCode());
        assertEquals("sluice run: " + refused.getMessage() + "\nsee ./sluice run --help\n", outcome.err());
        assertTrue(refused.getCause() instanceof UsageException);
    }

    @Test
    void aDamagedInputIsAFailureOfTheInput() throws IOException {
        Path file = Files.writeString(folder.resolve("damaged.npy"), "\u0093NUMPY", StandardCharsets.ISO_8859_1);
        SessionException refused = assertThrows(SessionException.class, () -> Session.open(file.toString()));
        assertEquals(SessionException.Kind.INPUT, refused.kind());
        assertEquals(
                "sluice: " + refused.getMessage() + "\n",
                Outcome.of("run", file).err());
        assertEquals(1, refused.kind().exitCode());
    }

    @Test
    void aFailureWhileReadingIsPutIntoWordsOnce() {
        IOException thrown = new IOException("disk gone");
        SessionException words = SessionException.of(new IllegalStateException("outer", thrown));
        assertEquals(SessionException.Kind.INPUT, words.kind());
        assertEquals("reading or writing failed: disk gone", words.getMessage());
        assertEquals(words, SessionException.of(words));
        assertEquals(
                SessionException.Kind.FAILURE,
                SessionException.of(new OutOfMemoryError("Java heap space")).kind());
    }
}
