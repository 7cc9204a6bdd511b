package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Asks Python itself; skips the test where the machine has none.
final class Python {
    private Python() {}

    /// The lines that the script prints for a file of these lines, which is its first argument.
    static List<String> answers(String script, List<String> lines, Path folder)
            throws IOException, InterruptedException {
        Path input = Files.write(folder.resolve("input.txt"), lines);
        Path output = folder.resolve("python.txt");
        Process process = null;
        try {
            process = new ProcessBuilder("python3", "-c", script, input.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException missing) {
            assumeTrue(false, "python3 is not installed: " + missing.getMessage());
        }
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("python3 did not end within 120 s");
        }
        assertEquals(0, process.exitValue(), Files.readString(output));
        return Files.readAllLines(output);
    }
}
