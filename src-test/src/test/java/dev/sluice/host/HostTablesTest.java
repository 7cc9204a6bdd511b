package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.fixtures.Numpy;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Records become tables of pandas, Arrow and those that read Arrow. Skipped where python3 has not the library.
@Tag("slow")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class HostTablesTest {
    private static final Path SOURCE = HostProgram.SOURCES.resolve("arrow.c");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"records", "refusals", "streams", "closed_meanwhile"})
    void aProgramInCHandsRecordsToArrow(String scenario) throws Exception {
        HostProgram.compile(folder, SOURCE, "cc", "-std=c99")
                .run(folder, scenario)
                .requireSilent();
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"records", "streams"})
    void theSanitizersFindNothing(String scenario) throws Exception {
        HostProgram.sanitized(folder, SOURCE, "cc").run(folder, scenario).requireSilent();
    }

    @ParameterizedTest
    @CsvSource({"Pandas, pandas", "Arrow, pyarrow", "Polars, polars", "Duckdb, duckdb"})
    void aLibraryReadsRecordsChunksAndStreams(String topic, String library) throws Exception {
        Numpy.require(folder);
        assumeTrue(Numpy.has(folder, library), () -> "python3 has no " + library);
        PythonProgram.test(folder, "test_tables.py", topic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Merge", "WithoutLibraries"})
    void numpyIsEnough(String topic) throws Exception {
        PythonProgram.test(folder, "test_tables.py", topic);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"copy", "lent"})
    void aLoopOverFiveGigabytesStaysBelow300Megabytes(String way) throws Exception {
        Numpy.require(folder);
        ProcessBuilder python = PythonProgram.of(HostProgram.SOURCES.resolve("flat_memory.py"), way);
        String[] printed =
                HostProgram.withEngine(python, folder).requireGood().out().split("\\s+");
        assertTrue(Double.parseDouble(printed[0]) > 5, printed[0] + " GB passed");
        assertTrue(Double.parseDouble(printed[1]) < 300, printed[1] + " MB of memory");
        assertEquals("3100000", printed[2]);
    }
}
