package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.event.Peaks;
import dev.sluice.analysis.hit.HitFinder;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.chunk.Chunk;
import dev.sluice.formats.store.DiskSettings;
import dev.sluice.formats.store.DiskStore;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.source.SimulatedFragments;
import dev.sluice.store.Store;
import dev.sluice.store.StoreKey;
import dev.sluice.stream.ChunkStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A run that was left early or failed is gone on with, and gives what it would have given.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ResumedRunTest {
    @TempDir
    private Path folder;

    private Store store;
    private final TestSource raw = TestSource.losing("raw");
    private final Counting sums = new Counting("sums", "raw");
    private final Counting end = new Counting("end", "sums");

    @BeforeEach
    void openStore() {
        store = DiskStore.at(folder, DiskSettings.EACH_CHUNK);
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    private Context context() {
        return Context.create().register(raw, sums, end).store(store);
    }

    private static List<String> words(ChunkStream stream) {
        List<String> words = new ArrayList<>();
        for (Chunk chunk : stream) {
            words.add(word(chunk));
        }
        return words;
    }

    private static String word(Chunk chunk) {
        StringBuilder values = new StringBuilder();
        for (long i = 0; i < chunk.length(); i++) {
            values.append(' ').append(TestPlugin.INSTANTS.longField("value").get(chunk.records(), i));
        }
        return chunk + values.toString() + " " + chunk.losses();
    }

    private List<String> uninterrupted() {
        try (Context context = Context.create().register(raw, sums, end);
                ChunkStream stream = context.streaming("run").getStream("end")) {
            return words(stream);
        }
    }

    private void leaveAfter(int chunks) {
        try (Context context = context();
                ChunkStream stream = context.streaming("run").keep("sums").getStream("end")) {
            var iterator = stream.iterator();
            for (int i = 0; i < chunks; i++) {
                iterator.next();
            }
        }
    }

    private int kept(String dataType) throws IOException {
        try (Context context = context()) {
            StoreKey key =
                    new StoreKey("run", dataType, context.streaming("run").lineage(dataType));
            assertTrue(store.find(key).isEmpty());
            return store.unfinished(key).map(left -> left.chunks().size()).orElse(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void runThatWasLeftEarlyIsGoneOnWith(int chunks) throws Exception {
        List<String> expected = uninterrupted();
        leaveAfter(chunks);
        int before = kept("end");
        end.chunks();
        try (Context context = context();
                ChunkStream stream = context.streaming("run").keep("sums").getStream("end")) {
            assertEquals(expected, words(stream));
            assertTrue(
                    before == 0
                            || stream.summary().warnings().stream().anyMatch(said -> said.contains("was interrupted")),
                    stream.summary().warnings().toString());
        }
        try (Context context = context()) {
            assertTrue(context.isStored("run", "end"));
            assertTrue(context.isStored("run", "sums"));
        }
        int computed = end.chunks();
        assertTrue(computed <= Math.max(1, 4 - before), "chunks=" + computed + " after chunks=" + before);
    }

    @Test
    void loadedDataAreThoseOfTheResumedRun() throws Exception {
        List<String> expected = uninterrupted();
        leaveAfter(2);
        for (int i = 0; i < 2; i++) {
            try (Context context = context();
                    ChunkStream stream = context.streaming("run").getStream("end")) {
                assertEquals(expected, words(stream));
            }
        }
    }

    @Test
    void underThePolicySkipNothingIsLeft() throws Exception {
        try (Context context = context();
                ChunkStream stream =
                        context.streaming("run").onError(FailurePolicy.SKIP).getStream("end")) {
            stream.iterator().next();
        }
        assertEquals(0, kept("end"));
    }

    /// Hits, peaks and events of the simulated detector, left at several places.
    @ParameterizedTest
    @CsvSource({"hits, 1", "hits, 3", "peaks, 2", "peaks, 5", "hits, 7"})
    void builtInPluginsGiveTheSameBytes(String target, int chunks) throws Exception {
        byte[] expected;
        try (Context context = detector()) {
            expected = bytes(context, target);
        }
        try (Context context = detector().store(store);
                ChunkStream stream = streaming(context).getStream(target)) {
            var iterator = stream.iterator();
            for (int i = 0; i < chunks; i++) {
                iterator.next();
            }
        }
        try (Context context = detector().store(store)) {
            assertArrayEquals(expected, bytes(context, target));
            assertTrue(context.isStored("my_run", target));
            assertArrayEquals(expected, bytes(context, target));
        }
    }

    private static Context detector() {
        return Context.create()
                .register(
                        SimulatedFragments.ofRecords(3000).withSeed(5),
                        new PulseRecords(),
                        new HitFinder(),
                        new Peaks(PeakLayout.ofChannels(512).withSamples(50)));
    }

    private static StreamingContext streaming(Context context) {
        return context.streaming("my_run").chunkRecords(300);
    }

    private static byte[] bytes(Context context, String target) {
        try (Arena arena = Arena.ofShared()) {
            Chunk chunk = streaming(context).getArray(arena, target);
            return chunk.records()
                    .segment()
                    .asSlice(chunk.records().byteOffset(), chunk.nbytes())
                    .toArray(ValueLayout.JAVA_BYTE);
        }
    }
}
