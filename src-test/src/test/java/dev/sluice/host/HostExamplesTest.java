package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Numpy;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of the native documentation compile without a warning, and do what they say.
@Tag("slow")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class HostExamplesTest {
    private static final Path EXAMPLES = HostProgram.HOME.resolve("native-docs/examples");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"cc, c99", "cc, c11", "clang, c99"})
    void anExampleStreamsFeatures(String compiler, String standard) throws Exception {
        HostProgram host = HostProgram.compile(folder, EXAMPLES.resolve("stream.c"), compiler, "-std=" + standard);
        String out = host.run(folder).requireGood().out();
        assertTrue(out.matches("(\\[\\d+, \\d+\\) \\d+ records, charge \\d+\n)+"), out);
    }

    @Test
    void anExampleNamesWhatIsWrong() throws Exception {
        HostProgram host = HostProgram.compile(folder, EXAMPLES.resolve("stream.c"), "cc", "-std=c99");
        HostProgram.Outcome outcome = host.run(folder, "/nowhere.npy");
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("/nowhere.npy"), outcome.err());
    }

    @Test
    void aDigitiserPublishesWhileItsDataAreComputed() throws Exception {
        HostProgram host = HostProgram.compile(folder, EXAMPLES.resolve("digitiser.c"), "cc", "-std=c99");
        String out = host.run(folder, "--seconds", "0.1", "--rate", "64000", "--balanced")
                .requireGood()
                .out();
        // 20,000 batches to warm up, and 101 of 64 records.
        assertTrue(out.startsWith("1286464 records, 0 gaps\n"), out);
        assertTrue(out.matches("(?s).*due to callback: p99 [0-9.]+ us .*, p50 [0-9.]+ us\n"), out);
    }

    @Test
    void aDigitiserNamesWhatItCannotDo() throws Exception {
        HostProgram host = HostProgram.compile(folder, EXAMPLES.resolve("digitiser.c"), "cc", "-std=c99");
        HostProgram.Outcome outcome = host.run(folder, "--rate", "fast");
        assertEquals(2, outcome.code());
        assertTrue(outcome.err().contains("--rate"), outcome.err());
    }

    @ParameterizedTest
    @CsvSource({"cc, c99", "clang, c11"})
    void anEventLoopWaitsForAStreamAndATimer(String compiler, String standard) throws Exception {
        HostProgram host = HostProgram.compile(folder, EXAMPLES.resolve("eventloop.c"), compiler, "-std=" + standard);
        assertEquals("200000 records\n", host.run(folder).requireGood().out());
    }

    @Test
    void anExampleInPythonDoesTheSame() throws Exception {
        Numpy.require(folder);
        ProcessBuilder python = PythonProgram.of(EXAMPLES.resolve("stream.py"));
        String out = HostProgram.withEngine(python, folder).requireGood().out();
        assertTrue(out.contains("10000 records, the greatest peak is "), out);
    }
}
