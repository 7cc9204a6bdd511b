package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.fixtures.CompiledLibrary;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A program in C registers plugins of its own: sessions compute them, and every misuse is a code with a sentence.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class HostPluginTest {
    @TempDir
    private static Path built;

    private static HostProgram program;

    @TempDir
    private Path folder;

    @BeforeAll
    static void compile() throws Exception {
        program = HostProgram.compile(built, HostProgram.SOURCES.resolve("plugin_host.c"), "cc", "-std=c99");
    }

    @ParameterizedTest
    @ValueSource(strings = {"registered", "failing", "calling_back", "closing", "live"})
    void aPluginOfTheHostIsOneOfTheGraph(String scenario) throws Exception {
        HostProgram.Outcome outcome = program.run(folder, scenario).requireGood();
        assertEquals("", outcome.out() + outcome.err());
    }

    @Test
    void aLibraryIsKnownByItsWord() throws Exception {
        Path rise = CompiledLibrary.compile(folder, "librise.so", CompiledLibrary.EXAMPLES.resolve("plugin.c"));
        HostProgram.Outcome outcome =
                program.run(folder, "library", rise.toString()).requireGood();
        assertEquals("", outcome.out() + outcome.err());
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"registered", "failing", "calling_back", "closing", "live"})
    void theSanitizersFindNothing(String scenario) throws Exception {
        HostProgram host = HostProgram.compile(
                folder,
                HostProgram.SOURCES.resolve("plugin_host.c"),
                "cc",
                "-g",
                "-fsanitize=address,undefined",
                "-fno-sanitize-recover");
        assertEquals(
                "",
                host.run(folder, Map.of("ASAN_OPTIONS", "handle_segv=0:detect_leaks=0"), scenario)
                        .requireGood()
                        .err());
    }
}
