package dev.sluice.benchmarks.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The C programs beside which commands are measured, compiled for this machine by `cc`, or what `CC` names. Immutable.
///
/// @param folder   where they are
/// @param obstacle why there are none; empty if there are
record CompiledPrograms(Path folder, Optional<String> obstacle) {
    /// Baseline, peak and charge of waveforms.
    static final String FEATURES = "file_features";
    /// Hits of raw records.
    static final String HITS = "file_hits";

    private static final List<String> FLAGS = List.of("-O3", "-march=native", "-ffp-contract=off", "-pthread");
    private static final long SECONDS = 60;

    /// Compiles them into `folder`, which is there.
    static CompiledPrograms in(Path folder) throws IOException {
        String compiler = System.getenv().getOrDefault("CC", "cc");
        for (String name : List.of(FEATURES, HITS)) {
            Optional<String> obstacle = compile(compiler, folder, name);
            if (obstacle.isPresent()) {
                return new CompiledPrograms(folder, obstacle);
            }
        }
        return new CompiledPrograms(folder, Optional.empty());
    }

    /// The program of that name.
    String program(String name) {
        return folder.resolve(name).toString();
    }

    private static Optional<String> compile(String compiler, Path folder, String name) throws IOException {
        Path source = folder.resolve(name + ".c");
        try (InputStream text = CompiledPrograms.class.getResourceAsStream("/" + name + ".c")) {
            Files.copy(text, source, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> words = new java.util.ArrayList<>(List.of(compiler));
        words.addAll(FLAGS);
        words.addAll(List.of("-o", folder.resolve(name).toString(), source.toString(), "-lm"));
        Path log = folder.resolve("compiler.log");
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of(compiler + " took more than " + SECONDS + " s");
            }
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of(compiler + " refuses " + name + ".c: "
                            + Files.readString(log).strip());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while compiling", interrupted);
        } catch (IOException absent) {
            return Optional.of("there is no C compiler " + compiler + "; install gcc or clang, or set CC");
        }
    }
}
