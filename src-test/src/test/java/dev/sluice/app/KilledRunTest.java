package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `./sluice run --store`, killed at moments of chance: the run that comes to its end gives the bytes of one that was
/// left alone.
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class KilledRunTest {
    private static final String RECORDS = "1000000";

    @TempDir
    private Path folder;

    private Path store;

    @Test
    void killedRunsAreGoneOnWith() throws Exception {
        kill(4, 1);
    }

    @Test
    @Tag("slow")
    void fiftyKilledRunsAreGoneOnWith() throws Exception {
        kill(50, 2);
    }

    private void kill(int times, long seed) throws Exception {
        store = folder.resolve("store");
        Path expected = folder.resolve("expected.npy");
        Outcome.of("run", "--sim-records", RECORDS, "--target", "features", "--out", expected)
                .succeeds();
        Random random = new Random(seed);
        for (int i = 0; i < times; i++) {
            String where = "seed=" + seed + ", kill=" + i;
            long before = size();
            long enough = before + random.nextLong(8_000_000);
            Process child = run();
            try {
                Await.until(() -> size() > enough || !child.isAlive(), "bytes of the run, " + where);
            } finally {
                child.destroyForcibly();
            }
            assertTrue(child.waitFor(30, TimeUnit.SECONDS), where);
            Outcome verified = Outcome.of("store", "verify", store);
            assertEquals(0, verified.code(), where + ": " + verified);
        }
        Path out = folder.resolve("resumed.npy");
        Outcome.of("run", "--sim-records", RECORDS, "--target", "features", "--out", out, "--store", store)
                .succeeds();
        assertEquals(-1, Files.mismatch(expected, out), "seed=" + seed);
        Outcome list = Outcome.of("store", "list", store).succeeds();
        assertTrue(list.out().contains("complete") && !list.out().contains("unfinished"), list.out());
    }

    private Process run() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(List.of(Main.class.getName(), "run", "--sim-records", RECORDS, "--target", "features"));
        command.addAll(List.of("--chunk-records", "2000", "--store", store.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// Bytes in the store, whatever they are.
    private long size() {
        try (Stream<Path> paths = Files.walk(store)) {
            return paths.mapToLong(path -> path.toFile().length()).sum();
        } catch (IOException | UncheckedIOException renamed) {
            return 0;
        }
    }
}
