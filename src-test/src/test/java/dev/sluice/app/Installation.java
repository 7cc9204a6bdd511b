package dev.sluice.app;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A copy of the launcher in a tree of its own, with stand-ins for the JDK and Maven: neither is ever started.
final class Installation {
    private static final List<String> TOOLS = List.of(
            "bash", "env", "find", "grep", "mkdir", "mv", "rm", "readlink", "tail", "cat", "sleep", "stty", "touch");

    final Path folder;
    final Path home;
    final Path tools;
    final Map<String, String> environment = new HashMap<>();

    /// A tree that is not built yet, in a folder with a blank in its name; skips the test where there is no bash.
    Installation(Path folder) throws IOException {
        this.folder = folder;
        home = Files.createDirectories(folder.resolve("a house/of sluice"));
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            Path program = program(tool).orElse(null);
            assumeTrue(program != null, tool + " is not on the path, so the launcher cannot run");
            standIn(tool, program);
        }
        Path launcher = Path.of(System.getProperty("sluice.home"), "sluice");
        Files.copy(launcher, home.resolve("sluice"), StandardCopyOption.COPY_ATTRIBUTES);
        Path options =
                Files.createDirectories(home.resolve("engine/app/src/dist")).resolve("jvm.options");
        Files.copy(launcher.resolveSibling("engine/app/src/dist/jvm.options"), options);
        Files.createDirectories(home.resolve("kernels"));
        Files.createDirectories(home.resolve("benchmarks"));
        Path sources = Files.createDirectories(home.resolve("engine/app/src/main/java"));
        Files.createFile(home.resolve("pom.xml"));
        Files.createFile(sources.resolve("Main.java"));
        environment.put("PATH", tools.toString());
        environment.put("SLUICE_JDK_ROOTS", folder.resolve("jdks").toString());
        environment.put("LC_ALL", "C.UTF-8");
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(root -> Path.of(root, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Adds flock, which the launcher uses where there is one.
    Installation withFlock() throws IOException {
        Path flock = program("flock").orElse(null);
        assumeTrue(flock != null, "flock is not on the path");
        standIn("flock", flock);
        return this;
    }

    /// A folder that looks like a JDK of that version, whose `java` prints its arguments, a line each.
    Path jdk(String name, String version) throws IOException {
        Path jdk = folder.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/javac"), "exit 0");
        script(
                jdk.resolve("bin/java"),
                "case \"$*\" in *ArchiveClassesAtExit*) exit 1 ;; esac",
                "echo java of " + name,
                "for word in \"$@\"; do echo \"$word\"; done",
                "exit ${FAKE_CODE:-0}");
        return jdk;
    }

    /// A Maven that makes the jars, and counts how often it was called; or one that fails with a complaint.
    void maven(boolean works) throws IOException {
        script(
                tools.resolve("mvn"),
                "case \"$*\" in -version) echo \"Apache Maven ${FAKE_MAVEN:-3.8.7} (x)\"; exit ;; esac",
                "echo called >>'" + folder.resolve("maven.log") + "'",
                "[ -z \"${FAKE_SLOW:-}\" ] || sleep 1",
                works ? "" : "echo \"[ERROR] ${FAKE_ERROR:-cannot find symbol}\"; exit 1",
                "echo \"$*\" >>'" + folder.resolve("maven.words") + "'",
                "echo \"$JAVA_HOME\" >'" + folder.resolve("maven.java") + "'",
                "mkdir -p engine/app/target/lib benchmarks/target/lib",
                "touch engine/app/target/sluice-app-1.jar engine/app/target/lib/sluice-core-1.jar",
                "touch benchmarks/target/sluice-benchmarks-1.jar benchmarks/target/lib/sluice-app-1.jar");
    }

    long mavenCalls() throws IOException {
        Path log = folder.resolve("maven.log");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    /// Makes the tree look built a minute ago, from sources that were written before.
    Installation built() throws IOException {
        Path target = home.resolve("engine/app/target");
        Files.createDirectories(target.resolve("lib"));
        Files.createDirectories(target.resolve("launcher"));
        Files.createFile(target.resolve("sluice-app-1.jar"));
        Files.createFile(target.resolve("lib/sluice-core-1.jar"));
        Files.createFile(target.resolve("launcher/built"));
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                boolean stamp = path.endsWith("built");
                age(path, stamp ? 60 : 120);
            }
        }
        return this;
    }

    static void age(Path path, long seconds) throws IOException {
        Files.setLastModifiedTime(path, FileTime.fromMillis(System.currentTimeMillis() - 1000 * seconds));
    }

    /// A script that becomes the program: a link would lead out of the folder, which its removal complains about.
    /// Its shell is absolute, as a bash looked up on the path would be the stand-in itself.
    private void standIn(String tool, Path program) throws IOException {
        executable(tools.resolve(tool), "#!/bin/sh\nexec '" + program.toAbsolutePath() + "' \"$@\"\n");
    }

    private static void script(Path path, String... lines) throws IOException {
        executable(path, "#!/usr/bin/env bash\n" + String.join("\n", lines) + "\n");
    }

    private static void executable(Path path, String text) throws IOException {
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
    }

    /// Runs the launcher from another folder and waits for it.
    Outcome run(String... arguments) throws Exception {
        String[] command = Stream.concat(Stream.of(home.resolve("sluice").toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return await(start(command));
    }

    static Outcome await(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the launcher did not end within 60 s");
        }
        return new Outcome(process.exitValue(), out, err);
    }
}
