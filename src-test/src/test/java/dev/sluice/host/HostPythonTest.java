package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    @ValueSource(strings = {"Runs", "LiveInput", "Processes"})
    void thePackagePassesItsTests(String topic) throws Exception {
        run("test_sluice.py", topic);
    }

    /// Where strax is installed, random data too; golden arrays of it always.
    @ParameterizedTest
    @ValueSource(strings = {"test_kernels.py", "test_strax.py"})
    void kernelsAreFunctionsOfArrays(String program) throws Exception {
        run(program);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Results", "Failures", "Endings", "Interruptions"})
    void aFunctionIsAPlugin(String topic) throws Exception {
        run("test_plugins.py", topic);
    }

    private void run(String program, String... topics) throws Exception {
        assertEquals("", PythonProgram.test(folder, program, topics).out());
    }
}
