package dev.sluice.benchmarks.file;

import dev.sluice.benchmarks.harness.RunBenchmarks;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How the commands begin that are measured. Immutable.
///
/// @param sluice the words before `run`
/// @param java   the words before the name of a class of the benchmarks
/// @param numpy  the words before those of the numpy script; empty where there is no numpy
public record Commands(List<String> sluice, List<String> java, Optional<List<String>> numpy) {
    private static final String SCRIPT = "benchmarks/src/main/python/file_features.py";
    private static final long SECONDS = 60;

    /// Those of the checkout that this class was built in: its launcher, and Java with the launcher's options.
    ///
    /// @throws IllegalArgumentException if there is no launcher
    public static Commands ofCheckout() throws IOException {
        Path home = home().orElseThrow(() -> new IllegalArgumentException(
                "whole commands are measured in a checkout, and there is no launcher sluice above the benchmarks; start"
                        + " this with ./sluice of a checkout"));
        return new Commands(List.of(home.resolve("sluice").toString()), java(launcherFlags(home)), numpy(home));
    }

    /// The folder of the checkout, if this class lies in one.
    static Optional<Path> home() {
        try {
            Path place = Path.of(Commands.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            while (place != null && !Files.isExecutable(place.resolve("sluice"))) {
                place = place.getParent();
            }
            return Optional.ofNullable(place);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The words before the name of a class, for Java with these flags and the class path of this process.
    static List<String> java(List<String> flags) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(flags);
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return words;
    }

    private static List<String> launcherFlags(Path home) throws IOException {
        Path options = home.resolve("engine/app/src/dist/jvm.options");
        if (!Files.exists(options)) {
            return RunBenchmarks.FLAGS;
        }
        List<String> flags = new ArrayList<>(Files.readAllLines(options).stream()
                .filter(line -> line.startsWith("-") && !line.startsWith("-Xlog"))
                .toList());
        flags.add("-Dsluice.kernels.hold=off");
        return flags;
    }

    /// The numpy script with a Python that has numpy: `python3`, or what the variable `PYTHON` names.
    static Optional<List<String>> numpy(Path home) throws IOException {
        String python = System.getenv().getOrDefault("PYTHON", "python3");
        try {
            Process process = new ProcessBuilder(python, "-c", "import numpy")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean there = process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            process.destroyForcibly();
            return there ? Optional.of(List.of(python, home.resolve(SCRIPT).toString())) : Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while looking for numpy", interrupted);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
