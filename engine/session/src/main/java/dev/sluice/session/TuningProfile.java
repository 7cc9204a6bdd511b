package dev.sluice.session;

import dev.sluice.stream.CacheSizes;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `./sluice tune` found out, kept in a file of TOML for later runs. Immutable.
///
/// @param machine    processor, number of CPUs and caches
/// @param date       when it was measured
/// @param jdk        with what
/// @param workload   for what
/// @param chunkBytes bytes of input of the best chunk
public record TuningProfile(String machine, String date, String jdk, Workload workload, long chunkBytes) {
    /// What was measured.
    ///
    /// @param sampleType `<i2`, `<u2` or `<f4`
    /// @param samples    samples per record
    /// @param plugins    types of data that were computed together
    /// @param workers    threads that computed
    /// @param latency    the limit to a record's wait; zero for none
    public record Workload(String sampleType, int samples, List<String> plugins, int workers, Duration latency) {}

    /// Where profiles are kept: `$XDG_CONFIG_HOME/sluice/profile.toml`, else in `~/.config`; empty where neither is
    /// known.
    public static Optional<Path> usualFile() {
        return usualFile(System.getenv());
    }

    /// The same in an environment with these variables.
    public static Optional<Path> usualFile(Map<String, String> environment) {
        String folder = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (!folder.isEmpty()) {
            return Optional.of(Path.of(folder, "sluice", "profile.toml"));
        }
        return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, ".config", "sluice", "profile.toml"));
    }

    /// What distinguishes this machine from others.
    public static String thisMachine() {
        return CacheSizes.processorName() + ", " + Runtime.getRuntime().availableProcessors() + " CPUs, "
                + CacheSizes.ofThisMachine();
    }

    /// Whether it was measured on a machine like this one.
    public boolean isOfThisMachine() {
        return machine.equals(thisMachine());
    }

    /// Writes the file, and the folder where it is missing.
    public void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text());
        Files.move(part, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    String text() {
        return "# Written by ./sluice tune. ./sluice run takes chunk_bytes from here where --chunk-records is not given.\n"
                + "machine = " + quoted(machine) + "\n"
                + "date = " + quoted(date) + "\n"
                + "jdk = " + quoted(jdk) + "\n"
                + "chunk_bytes = " + chunkBytes + "\n"
                + "sample_type = " + quoted(workload.sampleType()) + "\n"
                + "samples = " + workload.samples() + "\n"
                + "plugins = " + quoted(String.join(",", workload.plugins())) + "\n"
                + "workers = " + workload.workers() + "\n"
                + "latency_ns = " + workload.latency().toNanos() + "\n";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Reads a profile; empty if there is no file.
    ///
    /// @throws IllegalStateException if the file is no profile; the message names what is wrong and what to do
    public static Optional<TuningProfile> read(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IllegalStateException(
                    "the profile is no regular file: file=" + file + "; remove it, or run ./sluice tune again");
        }
        try {
            return Optional.of(parse(Files.readString(file)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (CharacterCodingException binary) {
            throw new IllegalStateException(
                    "the profile is no text in UTF-8: file=" + file + "; remove it, or run ./sluice tune again",
                    binary);
        } catch (IllegalArgumentException broken) {
            throw new IllegalStateException(
                    "the profile is broken: " + broken.getMessage() + ", file=" + file
                            + "; remove it, or run ./sluice tune again",
                    broken);
        }
    }

    static TuningProfile parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.lines().toList()) {
            int equals = line.indexOf('=');
            if (!line.isBlank() && !line.startsWith("#") && equals > 0) {
                values.put(
                        line.substring(0, equals).strip(),
                        unquoted(line.substring(equals + 1).strip()));
            }
        }
        Workload workload = new Workload(
                value(values, "sample_type"),
                (int) number(values, "samples", 1, Integer.MAX_VALUE),
                List.of(value(values, "plugins").split(",")),
                (int) number(values, "workers", 1, Integer.MAX_VALUE),
                Duration.ofNanos(number(values, "latency_ns", 0, Long.MAX_VALUE)));
        return new TuningProfile(
                value(values, "machine"),
                value(values, "date"),
                value(values, "jdk"),
                workload,
                number(values, "chunk_bytes", 1, Long.MAX_VALUE));
    }

    private static String unquoted(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return text;
        }
        return text.substring(1, text.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
    }

    private static String value(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("there is no " + key);
        }
        return value;
    }

    private static long number(Map<String, String> values, String key, long least, long most) {
        String value = value(values, key);
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notWhole) {
            throw new IllegalArgumentException(key + "=" + value + " is not a whole number", notWhole);
        }
        throw new IllegalArgumentException(key + "=" + value + " is not within " + least + " and " + most);
    }
}
