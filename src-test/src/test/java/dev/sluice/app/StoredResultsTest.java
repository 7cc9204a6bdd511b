package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// C13: results that were written are inputs again, known by their fields; several results of a run go together.
final class StoredResultsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void compute() {
        Outcome.of(
                        "run",
                        "--sim-records",
                        4000,
                        "--target",
                        "raw_records,records,hits,peaks,events",
                        "--out",
                        folder.resolve("{type}.npy"))
                .succeeds();
    }

    private Path file(String name) {
        return folder.resolve(name + ".npy");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 500, 100_000})
    void peaksFromStoredHitsAndRecordsAreThoseOfTheWholeChain(int chunkRecords) throws IOException {
        Path peaks = folder.resolve("again.npy");
        Outcome.of(
                        "run",
                        file("hits"),
                        "--with",
                        file("records"),
                        "--target",
                        "peaks",
                        "--out",
                        peaks,
                        "--chunk-records",
                        chunkRecords)
                .succeeds();
        assertArrayEquals(Files.readAllBytes(file("peaks")), Files.readAllBytes(peaks));
    }

    @Test
    void eventsComeFromStoredPeaksAndHitsFromStoredRecords() throws IOException {
        Path again = folder.resolve("again.npy");
        Outcome.of("run", file("peaks"), "--target", "events", "--out", again).succeeds();
        assertArrayEquals(withoutStart(file("events")), withoutStart(again));
        Outcome.of("run", file("records"), "--target", "hits", "--out", again).succeeds();
        assertArrayEquals(Files.readAllBytes(file("hits")), Files.readAllBytes(again));
        Outcome.of("run", file("raw_records"), "--target", "peaks", "--out", again)
                .succeeds();
        assertArrayEquals(Files.readAllBytes(file("peaks")), Files.readAllBytes(again));
    }

    /// The one event begins where the run does, which a file of peaks does not say.
    private static byte[] withoutStart(Path events) throws IOException {
        byte[] bytes = Files.readAllBytes(events);
        Arrays.fill(bytes, bytes.length - 16, bytes.length - 8, (byte) 0);
        return bytes;
    }

    @Test
    void theMessageNamesTheCallThatWorks() {
        Outcome.of("run", file("hits"), "--target", "peaks")
                .failsWith(2, "the input holds hits", "a file of records or raw_records", "--with FILE.npy");
        Outcome.of("run", file("hits")).failsWith(2, "the input holds hits");
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() throws IOException {
        Outcome.of("run", file("hits"), "--with", file("hits"), "--target", "peaks")
                .failsWith(2, "two inputs hold hits");
        Outcome.of("run", "--with", file("hits")).failsWith(2, "needs an INPUT");
        Outcome.of("run", "--runs", file("hits"), "--with", file("records")).failsWith(2, "asks for many");
        Outcome.of("run", file("hits"), "--with", folder.resolve("none.npy")).failsWith(2, "no such file");
        Outcome.of("run", file("hits"), "--with", file("records"), "--target", "peaks", "--out", file("records"))
                .failsWith(2, "the output is an input");
        assertTrue(Outcome.of("run", "--help").out().contains("--with"));
    }
}
