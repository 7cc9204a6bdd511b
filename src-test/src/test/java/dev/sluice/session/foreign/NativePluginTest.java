package dev.sluice.session.foreign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.PulseShapes;
import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.fixtures.CompiledLibrary;
import dev.sluice.record.Records;
import dev.sluice.session.Session;
import dev.sluice.session.SessionException;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.RunSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A plugin in C is a plugin like any other: what it asks for it gets, and what it does wrong ends the run in a
/// sentence.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class NativePluginTest {
    private static final int RECORDS = 2000;

    @TempDir
    private static Path folder;

    private static Path library;
    private static long[] times;
    private static long[] ends;

    @BeforeAll
    static void compile() throws Exception {
        library = CompiledLibrary.compile(folder, "libplugins.so", CompiledLibrary.SOURCES.resolve("plugins.c"));
        times = column("st_waveforms_stream", "time");
        ends = column("st_waveforms_stream", "endtime");
    }

    private static SessionRequest request(String target, Path plugins, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "--sim-records", "" + RECORDS, "--plugins", plugins.toString(), "--target", target, "--workers", "2"));
        words.addAll(List.of(more));
        return SessionRequest.parse(words);
    }

    private static long[] column(String target, String field, String... more) {
        LongStream.Builder values = LongStream.builder();
        try (Session session = Session.open(request(target, library, more));
                ChunkStream stream = session.stream()) {
            for (Chunk chunk : stream) {
                Records records = chunk.records();
                for (long i = 0; i < records.count(); i++) {
                    values.add(stream.type().longField(field).get(records, i));
                }
            }
        }
        return values.build().toArray();
    }

    /// The rise that an independent plugin in Java computes: the same formula, so the same bits.
    @Test
    void theExampleComputesWhatThePulseShapesOfJavaDo() throws Exception {
        Path rise = CompiledLibrary.compile(folder, "librise.so", CompiledLibrary.EXAMPLES.resolve("plugin.c"), "-O2");
        int compared = 0;
        try (Session session = Session.open(request("rise_time,pulse_shape", rise, "--chunk-records", "300"))) {
            List<ChunkStream> streams = session.streams();
            Iterator<Chunk> shapes = streams.get(1).iterator();
            for (Chunk own : streams.get(0)) {
                Chunk java = shapes.next();
                for (long i = 0; i < own.length(); i++) {
                    float expected = (float) (2.0
                            * PulseShapes.TYPE.floatField("rise_time_samples").get(java.records(), i));
                    assertEquals(
                            expected, own.type().floatField("rise_time").get(own.records(), i), "record " + compared);
                    assertEquals(
                            PulseShapes.TYPE.longField("channel").get(java.records(), i),
                            own.type().longField("channel").get(own.records(), i));
                    compared++;
                }
            }
            streams.forEach(ChunkStream::close);
        }
        assertEquals(RECORDS, compared);
    }

    @Test
    void anOptionIsSetByItsName() throws Exception {
        Path rise = CompiledLibrary.compile(folder, "librise2.so", CompiledLibrary.EXAMPLES.resolve("plugin.c"));
        SessionException refused = assertThrows(
                SessionException.class, () -> Session.open(request("rise_time", rise, "--set", "rise_from=2")));
        assertTrue(refused.getMessage().contains("rise_from: '2' is not from 0 to 1"), refused.getMessage());
        SessionException failed = assertThrows(
                SessionException.class, () -> drain(request("rise_time", rise, "--set", "RiseTime.rise_from=0.95")));
        assertTrue(
                failed.getMessage()
                        .matches(
                                "RiseTime failed in run simulation on chunk \\d+ of rise_time over \\[.*\\): rise_from=0.95 is not"
                                        + " below rise_to=0.9; give the lower fraction first \\(create returned code 2\\)"),
                failed.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {37, 500, 5000})
    void moreRecordsThanTheInputHasFitIntoRoomThatGrows(int chunk) {
        assertArrayEquals(
                Arrays.stream(times).flatMap(time -> LongStream.of(time, time)).toArray(),
                column("twice", "time", "--chunk-records", "" + chunk));
        long[] parity = column("twice", "n", "--chunk-records", "" + chunk);
        assertArrayEquals(LongStream.range(0, 2L * RECORDS).map(i -> i % 2).toArray(), parity);
    }

    @ParameterizedTest
    @ValueSource(ints = {37, 5000})
    void aHaloFromItsOptionsShowsTheNeighboursOfEveryChunk(int chunk) {
        for (long window : new long[] {0, 1000, 40_000}) {
            long[] expected = Arrays.stream(times)
                    .map(time -> Arrays.stream(times)
                                    .filter(other -> Math.abs(other - time) <= window)
                                    .count()
                            - 1)
                    .toArray();
            assertArrayEquals(
                    expected,
                    column("near", "n", "--chunk-records", "" + chunk, "--set", "near_window=" + window),
                    "window " + window);
        }
    }

    @Test
    void aHaloThatItsFunctionRefusesIsASentence() {
        SessionException refused =
                assertThrows(SessionException.class, () -> drain(request("near", library, "--set", "near_window=13")));
        assertEquals(
                "plugin near: near_window=13 brings bad luck; give another (halo returned code 3)",
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {37, 5000})
    void whatRemembersSeesItsChunksInOrder(int chunk) {
        long[] counted = LongStream.range(0, RECORDS).toArray();
        assertArrayEquals(counted, column("numbers", "n", "--chunk-records", "" + chunk));
        assertArrayEquals(counted, column("whole", "n", "--chunk-records", "" + chunk));
    }

    /// A silence begins where nothing is recorded for longer than 20 us, after the latest end before.
    @ParameterizedTest
    @ValueSource(ints = {37, 5000})
    void aSilenceBeginsASegmentAndResetsWhatRemembers(int chunk) {
        long[] expected = new long[RECORDS];
        long latest = ends[0];
        for (int i = 1; i < RECORDS; i++) {
            expected[i] = times[i] - latest > 20_000 ? 0 : expected[i - 1] + 1;
            latest = Math.max(latest, ends[i]);
        }
        assertArrayEquals(expected, column("segments", "n", "--chunk-records", "" + chunk));
    }

    @ParameterizedTest
    @ValueSource(ints = {37, 5000})
    void twoInputsCoverTheSameTime(int chunk) {
        assertArrayEquals(
                LongStream.range(0, RECORDS).map(i -> 2).toArray(),
                column("joined", "n", "--chunk-records", "" + chunk));
    }

    @Test
    void twoOutputsOfOneKindHaveTheSameRows() {
        long[] left = column("left", "n", "--chunk-records", "5000");
        long[] right = column("right", "n", "--chunk-records", "5000");
        assertArrayEquals(LongStream.range(0, RECORDS).toArray(), left);
        assertArrayEquals(LongStream.range(0, RECORDS).map(i -> RECORDS - i).toArray(), right);
    }

    @Test
    void whatItNotesAndLosesStandsInTheSummary() {
        long odd = Arrays.stream(times).filter(time -> time % 2 != 0).count();
        RunSummary summary = drain(request("noting", library, "--on-error", "skip"));
        assertEquals(List.of("noting: an odd time in " + odd + " records: left out"), summary.notes());
        assertEquals(odd, summary.losses().size());
        assertEquals("an odd time", summary.losses().getFirst().cause());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failing | failing failed in run simulation on chunk 0 of failing over [3552, "
                        + "|: the crystal broke at fail_from=0 (compute returned code 7)",
                "silent | silent failed | compute returned code -3 and left no sentence",
                "too_many | too_many failed | compute gives count=3 records of too_many, but has room=2; ask for more",
                "backwards | backwards failed | time",
                "no_such_room | no_such_room failed | no room for count=1 records of output=9; the plugin has 1 outputs",
                "huge | huge in run simulation needs | more than the whole memory budget",
                "refusing | refusing failed | no crystal is mounted (create returned code 4)",
                "bad_note | bad_note failed | braces",
                "fewer | fewer failed | room"
            })
    void whatItDoesWrongEndsTheRunInASentence(String target, String first, String second) {
        SessionException failed =
                assertThrows(SessionException.class, () -> drain(request(target, library, "--chunk-records", "100")));
        assertTrue(failed.getMessage().startsWith(first), failed.getMessage());
        assertTrue(failed.getMessage().contains(second), failed.getMessage());
        assertTrue(!failed.getMessage().contains("Exception"), failed.getMessage());
    }

    @Test
    void whatAPluginInCppThrowsIsTheSentenceOfItsFailure() throws Exception {
        Path throwing = CompiledLibrary.cpp(folder, "libthrowing.so", """
                #include "sluice.hpp"
                #include <stdexcept>
                static int thrower(void *, sluice_plugin_call *) { throw std::runtime_error("the crystal broke"); }
                static int number(void *, sluice_plugin_call *, void **) { throw 5; }
                static const char *const inputs[] = {"st_waveforms_stream"};
                static const sluice_product first[] = {{"thrown", "time:<i8 instantaneous", nullptr}};
                static const sluice_product second[] = {{"odd", "time:<i8 instantaneous", nullptr}};
                static const sluice_plugin *describe(const sluice_product *provides, bool create) {
                    static sluice_plugin all[2] = {};
                    sluice_plugin &one = all[create ? 1 : 0];
                    one.size = sizeof one;
                    one.abi = SLUICE_ABI;
                    one.version = "1";
                    one.provides = provides;
                    one.provide_count = 1;
                    one.inputs = inputs;
                    one.input_count = 1;
                    if (create) one.create = sluice::caught_create<number>;
                    one.compute = sluice::caught<thrower>;
                    return &one;
                }
                extern "C" SLUICE_EXPORT const sluice_plugin *const *sluice_plugins(uint64_t *count) {
                    static const sluice_plugin *const all[] = {describe(first, false), describe(second, true)};
                    *count = 2;
                    return all;
                }
                """);
        SessionException failed = assertThrows(SessionException.class, () -> drain(request("thrown", throwing)));
        assertTrue(failed.getMessage().startsWith("thrown failed in run"), failed.getMessage());
        assertTrue(failed.getMessage().endsWith(": the crystal broke"), failed.getMessage());
        SessionException odd = assertThrows(SessionException.class, () -> drain(request("odd", throwing)));
        assertTrue(odd.getMessage().contains("an exception that is no std::exception"), odd.getMessage());
    }

    @Test
    void aChunkThatFailsIsLostUnderSkip() {
        long half = times[RECORDS / 2];
        RunSummary summary = drain(request(
                "failing", library, "--on-error", "skip", "--set", "fail_from=" + half, "--chunk-records", "100"));
        assertTrue(summary.losses().size() >= 9, summary.toString());
        assertTrue(
                summary.losses().getFirst().cause().contains("the crystal broke at fail_from=" + half),
                summary.losses().getFirst().cause());
    }

    /// The lineage is the same whatever file it was loaded from; another version is another one.
    @Test
    void itsVersionAndNameAreThoseOfItsLineage() throws Exception {
        String text = """
                static int compute(void *state, sluice_plugin_call *call) { (void)state; (void)call; return 0; }
                static const char *const inputs[] = {"st_waveforms_stream"};
                static const sluice_product provides[] = {{"mine", "time:<i8 instantaneous", NULL}};
                static const sluice_plugin mine = {sizeof(sluice_plugin), SLUICE_ABI, "Mine", VERSION, NULL, provides, 1,
                    inputs, 1, NULL, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, compute, NULL, NULL, NULL};
                static const sluice_plugin *const all[] = {&mine};
                SLUICE_EXPORT const sluice_plugin *const *sluice_plugins(uint64_t *count) { *count = 1; return all; }
                """;
        String first = lineage(CompiledLibrary.ofText(folder, "libone.so", text, "-DVERSION=\"2.1\""));
        assertEquals(first, lineage(CompiledLibrary.ofText(folder, "libother.so", text, "-DVERSION=\"2.1\"")));
        String raised = lineage(CompiledLibrary.ofText(folder, "libraised.so", text, "-DVERSION=\"2.2\""));
        assertTrue(first.contains("Mine") && first.contains("2.1"), first);
        assertEquals(declared(raised), declared(first).replace("2.1", "2.2"));
        assertNotEquals(first, raised);
    }

    /// What a lineage says after its hash.
    private static String declared(String lineage) {
        return lineage.substring(lineage.indexOf(' '));
    }

    private static String lineage(Path file) {
        try (NativeLibrary opened = NativeLibrary.open(file);
                Context context = Context.create()
                        .register(
                                SimulatedDetector.ofRecords(1),
                                opened.found().getFirst().plugin())) {
            assertEquals("Mine of " + file, opened.found().getFirst().toString());
            return context.lineage("run", "mine").toString();
        }
    }

    private static RunSummary drain(SessionRequest request) {
        try (Session session = Session.open(request);
                ChunkStream stream = session.stream()) {
            try {
                for (Chunk chunk : stream) {
                    assertTrue(chunk.start() <= chunk.end());
                }
                return stream.summary();
            } catch (RuntimeException failure) {
                throw SessionException.of(failure);
            }
        }
    }
}
