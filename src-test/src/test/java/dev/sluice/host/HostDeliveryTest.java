package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Chunks come to a program in C by callbacks and beside file descriptors, and its own records go in within limits of
/// time: what cannot be is a code, never a deadlock.
@Tag("slow")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class HostDeliveryTest {
    private static final Path SOURCE = HostProgram.SOURCES.resolve("deliveries.c");

    @TempDir
    private static Path built;

    private static HostProgram program;

    @TempDir
    private Path folder;

    @BeforeAll
    static void compile() throws Exception {
        program = HostProgram.compile(built, SOURCE, "cc", "-std=c99");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "callbacks",
                "endings",
                "calling_back",
                "releasing",
                "stuck",
                "descriptors",
                "refused_pushes",
                "claims",
                "limits"
            })
    void chunksComeAsTheHeaderSays(String scenario) throws Exception {
        program.run(folder, scenario).requireSilent();
    }

    @Test
    void aCallbackMayEndTheProcess() throws Exception {
        assertEquals(7, program.run(folder, "leaving").code());
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"callbacks", "calling_back", "releasing", "descriptors", "refused_pushes"})
    void theSanitizersFindNothing(String scenario) throws Exception {
        HostProgram.sanitized(folder, SOURCE, "cc").run(folder, scenario).requireSilent();
    }
}
