package dev.sluice.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs Python scripts that need numpy; skips the test where the machine has none.
public final class Numpy {
    private static final String PROBE = "import numpy, sys; v = tuple(map(int, numpy.__version__.split('.')[:2]));"
            + " sys.exit(0 if v >= (1, 25) else 1)";

    private Numpy() {}

    /// Runs the script with the arguments in a folder, and fails the test with its output if it fails.
    public static void run(Path folder, String script, String... arguments) throws IOException, InterruptedException {
        assumeTrue(start(folder, PROBE) == 0, "python3 with numpy 1.25 or newer is not installed");
        int code = start(folder, script, arguments);
        assertEquals(0, code, () -> output(folder));
    }

    private static int start(Path folder, String script, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-W", "ignore", "-c", script));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("python.log").toFile())
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("python3 did not end within 120 s");
            }
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }

    private static String output(Path folder) {
        try {
            return Files.readString(folder.resolve("python.log"));
        } catch (IOException e) {
            return "no output: " + e;
        }
    }
}
