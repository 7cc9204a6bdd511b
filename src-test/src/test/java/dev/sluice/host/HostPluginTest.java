package dev.sluice.host;

import dev.sluice.fixtures.CompiledLibrary;
import java.nio.file.Path;
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
    private static final Path SOURCE = HostProgram.SOURCES.resolve("plugin_host.c");

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
    @ValueSource(strings = {"registered", "failing", "calling_back", "closing", "live"})
    void aPluginOfTheHostIsOneOfTheGraph(String scenario) throws Exception {
        program.run(folder, scenario).requireSilent();
    }

    @Test
    void aLibraryIsKnownByItsWord() throws Exception {
        Path rise = CompiledLibrary.compile(folder, "librise.so", CompiledLibrary.EXAMPLES.resolve("plugin.c"));
        program.run(folder, "library", rise.toString()).requireSilent();
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"registered", "failing", "calling_back", "closing", "live"})
    void theSanitizersFindNothing(String scenario) throws Exception {
        HostProgram.sanitized(folder, SOURCE, "cc").run(folder, scenario).requireSilent();
    }
}
