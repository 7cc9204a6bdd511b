package dev.sluice.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The published jars as modules: a program on the module path requires them by names that do not change.
final class ModuleNamesTest {
    private static final Path ENGINE = Path.of(System.getProperty("sluice.home", ".."), "engine");
    private static final Path APP = ENGINE.resolve("app/target");

    @BeforeEach
    void theJarsAreBuilt() {
        assumeTrue(Files.exists(APP.resolve("lib")), "the jars are built by the phase package");
    }

    @ParameterizedTest
    @CsvSource({"kernels", "core", "formats", "session", "host", "app"})
    void everyPublishedJarSaysItsName(String part) throws IOException {
        try (JarFile jar = new JarFile(jar(part).toFile())) {
            assertEquals(
                    "dev.sluice." + part, jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
        }
        ModuleReference module = ModuleFinder.of(jar(part)).findAll().iterator().next();
        assertEquals("dev.sluice." + part, module.descriptor().name());
    }

    /// Two jars that share a package could not be on one module path.
    @Test
    void theCommandLineAndAllThatItUsesResolveTogether() {
        ModuleFinder finder = ModuleFinder.of(APP.resolve("lib"), jar("app"));
        // Disruptor has a descriptor, and modules without one cannot require it: a program that runs the engine adds
        // it.
        Set<String> roots = Set.of(
                "dev.sluice.kernels",
                "dev.sluice.core",
                "dev.sluice.formats",
                "dev.sluice.session",
                "dev.sluice.app",
                "com.lmax.disruptor");
        Configuration together = ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), roots);
        assertTrue(together.findModule("dev.sluice.core").isPresent());
    }

    private static Path jar(String part) {
        Path folder = Set.of("app", "host").contains(part) ? ENGINE.resolve(part + "/target") : APP.resolve("lib");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars = files.filter(
                            file -> file.getFileName().toString().matches("sluice-" + part + "-.*\\.jar"))
                    .filter(file -> !file.getFileName().toString().matches(".*-(sources|javadoc)\\.jar"))
                    .toList();
            assertEquals(1, jars.size(), () -> folder + " holds " + jars);
            return jars.getFirst();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
