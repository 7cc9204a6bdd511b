package dev.sluice.host;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// A folder of Sluice as a package has it, of what this JVM runs: jars, or folders of classes. It goes with this JVM.
final class PackagedHome {
    /// For all tests, which only read it.
    static final Path FOLDER = make();

    private PackagedHome() {}

    private static Path make() {
        try {
            Path home = Files.createTempDirectory("sluice-home");
            Path lib = Files.createDirectory(home.resolve("lib"));
            // The last is deleted first.
            home.toFile().deleteOnExit();
            lib.toFile().deleteOnExit();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                add(Path.of(entry), lib);
            }
            return home;
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten);
        }
    }

    private static void add(Path entry, Path lib) throws IOException {
        String name = entry.getFileName().toString();
        if (name.matches("(sluice|disruptor|agrona|tomlj|antlr).*[.]jar")) {
            Path jar = Files.copy(entry, lib.resolve(name));
            jar.toFile().deleteOnExit();
        } else if (Files.isDirectory(entry) && !entry.endsWith("test-classes")) {
            Path jar = lib.resolve(
                    "sluice-host-" + Integer.toHexString(entry.toString().hashCode()) + ".jar");
            jar.toFile().deleteOnExit();
            pack(entry, jar);
        }
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
