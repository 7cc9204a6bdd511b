package dev.sluice.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Hosts can call every kernel that there is.
final class KernelCatalogueTest {
    private static final Path KERNELS =
            Path.of(System.getProperty("sluice.home"), "kernels/src/main/java/dev/sluice/kernels");

    /// Kernels by what they do, of several steps.
    private static final List<String> OTHERS = List.of("RecordLinks.java", "RecordOperations.java");

    @Test
    void everyPublicKernelHasAnEntry() throws Exception {
        List<String> kernels;
        try (Stream<Path> files = Files.walk(KERNELS)) {
            kernels = files.filter(file -> !file.toString().contains("/internal/"))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Kernel.java") || OTHERS.contains(name))
                    .map(name -> name.replace(".java", ""))
                    .sorted()
                    .toList();
        }
        assertEquals(kernels, KernelCatalogue.classes());
    }
}
