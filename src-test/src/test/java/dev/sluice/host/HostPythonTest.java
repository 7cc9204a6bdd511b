package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Numpy;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Python package computes, streams and ends as a process of its own needs it. Skipped without python3 and numpy.
@Tag("slow")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class HostPythonTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Kernels", "Runs", "LiveInput", "Processes"})
    void thePackagePassesItsTests(String topic) throws Exception {
        Numpy.run(folder, "pass");
        ProcessBuilder python = new ProcessBuilder(
                "python3", "-B", HostProgram.SOURCES.resolve("test_sluice.py").toString(), topic);
        python.environment().put("PYTHONPATH", HostProgram.PYTHON.toString());
        HostProgram.Outcome outcome = HostProgram.withEngine(python, folder);
        assertEquals(0, outcome.code(), outcome::err);
        assertTrue(outcome.err().contains("OK"), outcome::err);
        assertEquals("", outcome.out());
    }
}
