package dev.sluice.session.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.fixtures.CompiledLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A library stays loaded as long as a worker may be inside of it, however long that takes.
@Timeout(value = 90, unit = TimeUnit.SECONDS)
final class SharedObjectTest {
    @TempDir
    private Path folder;

    private boolean isLoaded() throws Exception {
        return Files.readString(Path.of("/proc/self/maps")).contains("libstaying.so");
    }

    @Test
    void aLibraryInUseStaysLoadedAfterItsSessionIsClosed() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/maps")), "the system does not list what is loaded");
        Path file =
                CompiledLibrary.ofText(folder, "libstaying.so", "int seven(void);\nint seven(void) { return 7; }\n");
        SharedObject library = SharedObject.load(file);
        library.use();
        library.use();
        library.close();
        library.letGo();
        assertTrue(isLoaded());
        library.letGo();
        assertFalse(isLoaded());
        library.close();
        assertEquals(
                "the library was unloaded with its session: plugins=" + file,
                assertThrows(IllegalStateException.class, library::use).getMessage());
    }
}
