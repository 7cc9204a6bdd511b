package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.fixtures.Numpy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The notebook and the script with a plot do what they say. What needs matplotlib is skipped where python3 has none.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class HostPlotsTest {
    private static final Path EXAMPLES = HostProgram.HOME.resolve("native-docs/examples");
    private static final String NOTEBOOK = EXAMPLES.resolve("first-look.ipynb").toString();

    @TempDir
    private Path folder;

    @BeforeEach
    void numpy() throws Exception {
        Numpy.require(folder);
    }

    @Test
    void theNotebookRunsToItsPlots() throws Exception {
        String out = python(HostProgram.SOURCES.resolve("run_notebook.py"), NOTEBOOK);
        assertTrue(out.contains("of 20000 pulses are large"), out);
        assertTrue(out.endsWith("cells: 5\n"), out);
    }

    @Test
    void theNotebookRunsToItsEnd() throws Exception {
        requireMatplotlib();
        String out = python(HostProgram.SOURCES.resolve("run_notebook.py"), NOTEBOOK, "plots");
        assertTrue(out.endsWith("cells: 7\n"), out);
    }

    @Test
    void theScriptWritesItsPlot() throws Exception {
        requireMatplotlib();
        String out = python(EXAMPLES.resolve("plot.py"));
        assertTrue(out.startsWith("plot.png: 20000 charges, the largest pulse has "), out);
        byte[] png = Files.readAllBytes(folder.resolve("plot.png"));
        assertEquals("PNG", new String(png, 1, 3, java.nio.charset.StandardCharsets.US_ASCII));
        assertTrue(png.length > 10_000, () -> png.length + " bytes");
    }

    private void requireMatplotlib() throws InterruptedException {
        assumeTrue(Numpy.has(folder, "matplotlib"), "python3 has no matplotlib");
    }

    private String python(Path script, String... words) throws Exception {
        ProcessBuilder python = PythonProgram.of(script, words).directory(folder.toFile());
        python.environment().put("SLUICE_HOME", HostProgram.home().toString());
        python.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        python.environment().put("MPLCONFIGDIR", folder.resolve("matplotlib").toString());
        return HostProgram.await(python, folder).requireGood().out();
    }
}
