package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.fixtures.Numpy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The Python package is built with nothing but Python, has the same bytes each time, and runs where pip put it.
@Tag("slow")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
final class HostPackageTest {
    private static final Path BACKEND = Path.of("backend/sluice_build.py");

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void jars() throws Exception {
        Numpy.require(folder);
        home = HostProgram.home();
    }

    @Test
    void theWheelHasTheSameBytesTwiceAndRunsWithoutTheCheckout() throws Exception {
        Path wheel = wheel(HostProgram.PYTHON, "first", Map.of("SLUICE_HOME", home.toString()));
        Path again = wheel(HostProgram.PYTHON, "second", Map.of("SLUICE_HOME", home.toString()));
        assertEquals(-1, Files.mismatch(wheel, again));
        assertEquals(wheel.getFileName(), again.getFileName());
        Path python = environment();
        install(python, wheel.toString());
        assertRuns(python);
    }

    @Test
    void pipInstallsFromTheCheckoutAndFromTheSourceDistribution() throws Exception {
        Map<String, String> variables = Map.of("SLUICE_HOME", home.toString());
        Path python = environment();
        run(variables, python.toString(), "-m", "pip", "install", "--no-index", HostProgram.PYTHON.toString());
        assertRuns(python);
        String script =
                "import sys; sys.path.insert(0, 'backend'); import sluice_build as b; b.build_sdist(sys.argv[1])";
        Path made = Files.createDirectory(folder.resolve("made"));
        run(HostProgram.PYTHON, variables, "python3", "-B", "-c", script, made.toString());
        run(made, Map.of(), "tar", "xzf", only(made).toString());
        Path unpacked = made.resolve(only(made).getFileName().toString().replace(".tar.gz", ""));
        Path wheel = wheel(unpacked, "from-source", Map.of());
        assertEquals(-1, Files.mismatch(wheel(HostProgram.PYTHON, "from-checkout", variables), wheel));
    }

    /// The next import sees what is edited.
    @Test
    void anEditableInstallationShowsTheSources() throws Exception {
        Path copy = copyOfThePackage("checkout/engine/host/python");
        Path python = environment();
        run(
                Map.of("SLUICE_HOME", home.toString()),
                python.toString(),
                "-m",
                "pip",
                "install",
                "--no-index",
                "--no-build-isolation",
                "-e",
                copy.toString());
        assertEquals(
                copy.resolve("sluice/__init__.py") + "\n",
                run(Map.of(), python.toString(), "-c", "import sluice; print(sluice.__file__)")
                        .out());
    }

    @Test
    void aCheckoutThatCannotBeBuiltSaysWhatToRun() throws Exception {
        Path copy = copyOfThePackage("checkout/engine/host/python");
        Files.createFile(folder.resolve("checkout/engine/host/pom.xml"));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        // The one that runs: a `python3` on the path may be a script that needs the path itself.
        String python = run(Map.of(), "python3", "-c", "import sys; print(sys.executable)")
                .out()
                .strip();
        ProcessBuilder build =
                new ProcessBuilder(python, "-B", copy.resolve(BACKEND).toString(), empty.toString());
        build.environment().put("PATH", empty.toString());
        build.environment().remove("SLUICE_HOME");
        HostProgram.Outcome outcome = HostProgram.await(build, folder);
        assertEquals(1, outcome.code(), outcome::err);
        assertTrue(outcome.err().contains("Maven (mvn) is missing"), outcome::err);
        assertTrue(outcome.err().contains("mvn -DskipTests package -pl engine/host -am"), outcome::err);
        assertEquals(1, outcome.err().lines().count(), outcome::err);
    }

    @ParameterizedTest
    @CsvSource({"0.1.0, 0.1.0", "0.1.0-SNAPSHOT, 0.1.0.dev0", "0.0-check-1a2b3c, 0.0+check.1a2b3c", "unknown, 0+unknown"
    })
    void versionsAreWrittenAsPythonHasThem(String ofMaven, String ofPython) throws Exception {
        String script =
                "import sys; sys.path.insert(0, 'backend'); import sluice_build as b; print(b.to_python(sys.argv[1]))";
        assertEquals(
                ofPython + "\n",
                run(HostProgram.PYTHON, Map.of(), "python3", "-B", "-c", script, ofMaven)
                        .out());
    }

    private Path wheel(Path sources, String name, Map<String, String> variables) throws Exception {
        Path made = folder.resolve(name);
        run(variables, "python3", "-B", sources.resolve(BACKEND).toString(), made.toString());
        return only(made);
    }

    private static Path only(Path made) throws IOException {
        try (Stream<Path> files = Files.list(made)) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    /// The interpreter of a fresh environment, which has numpy from the one outside.
    private Path environment() throws Exception {
        Path environment = folder.resolve("environment");
        ProcessBuilder builder =
                new ProcessBuilder("python3", "-m", "venv", "--system-site-packages", environment.toString());
        HostProgram.Outcome made = HostProgram.await(builder, folder);
        assumeTrue(made.code() == 0, () -> "python3 makes no venv with pip: " + made.out() + made.err());
        return environment.resolve("bin/python");
    }

    private void install(Path python, String what) throws Exception {
        run(Map.of(), python.toString(), "-m", "pip", "install", "--no-index", what);
    }

    private void assertRuns(Path python) throws Exception {
        String script = "import sluice; print(len(sluice.run(None, 'features', sim_records=100)), sluice.__file__)";
        String out = run(
                        Files.createDirectories(folder.resolve("elsewhere")),
                        Map.of("JAVA25_HOME", System.getProperty("java.home")),
                        python.toString(),
                        "-B",
                        "-c",
                        script)
                .out();
        assertTrue(out.startsWith("100 ") && out.contains("site-packages"), out);
    }

    private HostProgram.Outcome run(Map<String, String> variables, String... command) throws Exception {
        return run(folder, variables, command);
    }

    private HostProgram.Outcome run(Path from, Map<String, String> variables, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).directory(from.toFile());
        builder.environment().remove("SLUICE_HOME");
        builder.environment().remove("PYTHONPATH");
        builder.environment().putAll(variables);
        return HostProgram.await(builder, folder).requireGood();
    }

    private Path copyOfThePackage(String to) throws IOException {
        Path target = folder.resolve(to);
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(HostProgram.PYTHON)) {
            found.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("__pycache__"))
                    .forEach(files::add);
        }
        for (Path file : files) {
            Path copy = target.resolve(HostProgram.PYTHON.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        return target;
    }
}
