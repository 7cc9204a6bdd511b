package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

    private static final String[] SANITIZERS = {"-g", "-fsanitize=address,undefined", "-fno-sanitize-recover"};

    /// The sanitizers keep no handlers that the JVM needs.
    private static final Map<String, String> FOR_SANITIZERS =
            Map.of("ASAN_OPTIONS", "handle_segv=0:detect_leaks=0", "UBSAN_OPTIONS", "print_stacktrace=1");

    private final Path program;
    private final Map<String, String> variables;

    private HostProgram(Path program, Map<String, String> variables) {
        this.program = program;
        this.variables = variables;
    }

    /// What a program left: its exit code, and what it wrote.
    record Outcome(int code, String out, String err) {
        Outcome requireGood() {
            assertEquals(0, code, () -> out + err);
            return this;
        }

        Outcome requireSilent() {
            assertEquals("", requireGood().out + err);
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
        return compile(Map.of(), folder, source, compiler, List.of(flags));
    }

    /// The same with the sanitizers of addresses and undefined behaviour.
    static HostProgram sanitized(Path folder, Path source, String compiler, String... flags) throws Exception {
        return compile(
                FOR_SANITIZERS,
                folder,
                source,
                compiler,
                Stream.of(flags, SANITIZERS).flatMap(Stream::of).toList());
    }

    private static HostProgram compile(
            Map<String, String> variables, Path folder, Path source, String compiler, List<String> flags)
            throws Exception {
        requireCompiler(compiler);
        Path program = folder.resolve("program");
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(flags);
        command.addAll(STRICT);
        command.addAll(List.of(source.toString(), "-o", program.toString(), "-ldl", "-lpthread"));
        Outcome outcome = await(new ProcessBuilder(command), folder);
        assertEquals("", outcome.out() + outcome.err(), () -> String.join(" ", command));
        assertEquals(0, outcome.code());
        return new HostProgram(program, variables);
    }

    /// Runs it in an empty folder, with the jars of this build as its Sluice.
    Outcome run(Path folder, String... arguments) throws Exception {
        return run(folder, Map.of(), arguments);
    }

    /// What `builder` starts gets the jars of this build as its Sluice, and this JDK.
    static Outcome withEngine(ProcessBuilder builder, Path folder) throws Exception {
        return inEmptyFolder(builder, folder, PATIENCE);
    }

    /// The same with further variables of the environment.
    Outcome run(Path folder, Map<String, String> more, String... arguments) throws Exception {
        ProcessBuilder builder = command(arguments);
        builder.environment().putAll(more);
        return inEmptyFolder(builder, folder, PATIENCE);
    }

    /// The same for a program that may take so many seconds.
    Outcome runFor(Path folder, long seconds, String... arguments) throws Exception {
        return inEmptyFolder(command(arguments), folder, seconds);
    }

    private ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        return builder;
    }

    private static Outcome inEmptyFolder(ProcessBuilder builder, Path folder, long seconds) throws Exception {
        builder.environment().putIfAbsent("SLUICE_HOME", home().toString());
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

    /// A folder of Sluice as a package has it, of what this JVM runs. It is made once, and tests only read it.
    static Path home() {
        return PackagedHome.FOLDER;
    }
}
