package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// Compiles programs in C and C++ against the header, and runs them as hosts.
final class HostProgram {
    static final Path HOME = Path.of(System.getProperty("sluice.home"));
    static final Path INCLUDE = HOME.resolve("native-docs/include");
    static final Path PYTHON = HOME.resolve("engine/host/python");
    static final Path SOURCES = HOME.resolve("src-test/src/test/resources/host");

    private static final List<String> STRICT =
            List.of("-O1", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror", "-I" + INCLUDE);

    /// Seconds after which a program is taken for stuck.
    private static final long PATIENCE = 120;

    private final Path program;
    private final Path home;

    private HostProgram(Path program, Path home) {
        this.program = program;
        this.home = home;
    }

    /// What a program left: its exit code, and what it wrote.
    record Outcome(int code, String out, String err) {
        Outcome requireGood() {
            assertEquals(0, code, () -> out + err);
            return this;
        }
    }

    /// Whether `compiler` is here; where not, the test is skipped.
    static void requireCompiler(String compiler) {
        assumeTrue(exists(compiler), () -> "no compiler: " + compiler);
    }

    static boolean exists(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// Compiles `source`, without a warning, to a program in `folder`.
    static HostProgram compile(Path folder, Path source, String compiler, String... flags) throws Exception {
        requireCompiler(compiler);
        Path program = folder.resolve("program");
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(List.of(flags));
        command.addAll(STRICT);
        command.addAll(List.of(source.toString(), "-o", program.toString(), "-ldl", "-lpthread"));
        Outcome outcome = await(new ProcessBuilder(command), folder);
        assertEquals("", outcome.out() + outcome.err(), () -> String.join(" ", command));
        assertEquals(0, outcome.code());
        return new HostProgram(program, home(folder));
    }

    /// Runs it in an empty folder, with the jars of this build as its Sluice.
    Outcome run(Path folder, String... arguments) throws Exception {
        return run(folder, Map.of(), arguments);
    }

    /// What `builder` starts gets the jars of this build as its Sluice, and this JDK.
    static Outcome withEngine(ProcessBuilder builder, Path folder) throws Exception {
        return inEmptyFolder(builder, folder, home(folder));
    }

    Outcome run(Path folder, Map<String, String> variables, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        return inEmptyFolder(builder, folder, home);
    }

    /// The same for a program that may take so many seconds.
    Outcome runFor(Path folder, long seconds, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return inEmptyFolder(new ProcessBuilder(command), folder, home, seconds);
    }

    private static Outcome inEmptyFolder(ProcessBuilder builder, Path folder, Path home) throws Exception {
        return inEmptyFolder(builder, folder, home, PATIENCE);
    }

    private static Outcome inEmptyFolder(ProcessBuilder builder, Path folder, Path home, long seconds)
            throws Exception {
        builder.environment().putIfAbsent("SLUICE_HOME", home.toString());
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        Path work = Files.createDirectories(folder.resolve("work"));
        Outcome outcome = await(builder.directory(work.toFile()), folder, seconds);
        try (Stream<Path> left = Files.list(work)) {
            assertEquals(List.of(), left.toList(), "files that the host did not ask for");
        }
        return outcome;
    }

    static Outcome await(ProcessBuilder builder, Path folder) throws Exception {
        return await(builder, folder, PATIENCE);
    }

    private static Outcome await(ProcessBuilder builder, Path folder, long seconds) throws Exception {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, () -> "still runs after " + seconds + " s: " + builder.command());
        return new Outcome(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    /// A folder of Sluice as a package has it, of what this JVM runs: jars, or folders of classes.
    static Path home(Path folder) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("home/lib"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (path.getFileName().toString().matches("(sluice|disruptor|agrona|tomlj|antlr).*[.]jar")) {
                Files.copy(path, lib.resolve(path.getFileName()));
            } else if (Files.isDirectory(path) && !path.endsWith("test-classes")) {
                pack(path, lib.resolve("sluice-host-" + Integer.toHexString(entry.hashCode()) + ".jar"));
            }
        }
        return folder.resolve("home");
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file);
                Stream<Path> found = Files.walk(classes)) {
            for (Path each : found.filter(Files::isRegularFile).sorted().toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, entries);
            }
        }
    }
}
