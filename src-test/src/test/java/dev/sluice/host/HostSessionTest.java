package dev.sluice.host;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs in C open sessions, read their streams, publish records, and run kernels on memory of their own.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class HostSessionTest {
    private static final Path SOURCE = HostProgram.SOURCES.resolve("sessions.c");

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
    @ValueSource(strings = {"streams", "refusals", "live", "failing", "at_once", "again_and_again", "kernels"})
    void aProgramInCGetsWhatOneInJavaGets(String scenario) throws Exception {
        program.run(folder, scenario).requireSilent();
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"live", "kernels"})
    void theSanitizersFindNothing(String scenario) throws Exception {
        HostProgram.sanitized(folder, SOURCE, "cc").run(folder, scenario).requireSilent();
    }
}
