package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.fixtures.Numpy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No file and no process stands between a host and the engine: the kernel ends a host in which anything makes one.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class HostGuardTest {
    private static final int NO_FILTER_HERE = 77;
    /// 128 and SIGSYS.
    private static final int ENDED_BY_THE_KERNEL = 159;

    @TempDir
    private static Path built;

    private static HostProgram program;

    @TempDir
    private Path folder;

    @BeforeAll
    static void compile() throws Exception {
        program = HostProgram.compile(built, HostProgram.SOURCES.resolve("guarded.c"), "cc", "-std=c99");
    }

    @Test
    void aHostStartsNoProcessAndWritesNoFile() throws Exception {
        HostProgram.Outcome outcome = program.run(folder, "run");
        assumeTrue(outcome.code() != NO_FILTER_HERE, "the kernel takes no filter of calls (seccomp)");
        assertEquals(0, outcome.code(), outcome.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "file"})
    void theGuardSeesWhatItGuardsAgainst(String deed) throws Exception {
        int code = program.run(folder, deed).code();
        assumeTrue(code != NO_FILTER_HERE, "the kernel takes no filter of calls (seccomp)");
        assertEquals(ENDED_BY_THE_KERNEL, code);
    }

    @Test
    void pythonStartsNoProcessAndWritesNoFile() throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "the filter has the numbers of x86-64");
        Numpy.require(folder);
        assertEquals(ENDED_BY_THE_KERNEL, python("file"));
        assertEquals(0, python("run"));
    }

    private int python(String deed) throws Exception {
        Files.createDirectories(folder.resolve(deed));
        ProcessBuilder python = PythonProgram.of(HostProgram.SOURCES.resolve("guarded.py"), deed);
        int code = HostProgram.withEngine(python, folder.resolve(deed)).code();
        assumeTrue(code != NO_FILTER_HERE, "the kernel takes no filter of calls (seccomp)");
        return code;
    }
}
