package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.fixtures.Numpy;
import java.nio.file.Path;
import java.util.Map;
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
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"records", "refusals", "streams", "closed_meanwhile"})
    void aProgramInCHandsRecordsToArrow(String scenario) throws Exception {
        HostProgram host = HostProgram.compile(folder, HostProgram.SOURCES.resolve("arrow.c"), "cc", "-std=c99");
        assertEquals("", host.run(folder, scenario).requireGood().out());
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"records", "streams"})
    void theSanitizersFindNothing(String scenario) throws Exception {
        HostProgram host = HostProgram.compile(
                folder,
                HostProgram.SOURCES.resolve("arrow.c"),
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

    @ParameterizedTest
    @CsvSource({"Pandas, pandas", "Arrow, pyarrow", "Polars, polars", "Duckdb, duckdb"})
    void aLibraryReadsRecordsChunksAndStreams(String topic, String library) throws Exception {
        Numpy.run(folder, "pass");
        assumeTrue(Numpy.has(folder, library), () -> "python3 has no " + library);
        run(topic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Merge", "WithoutLibraries"})
    void numpyIsEnough(String topic) throws Exception {
        Numpy.run(folder, "pass");
        run(topic);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"copy", "lent"})
    void aLoopOverFiveGigabytesStaysBelow300Megabytes(String way) throws Exception {
        Numpy.run(folder, "pass");
        ProcessBuilder python = new ProcessBuilder(
                "python3", "-B", HostProgram.SOURCES.resolve("flat_memory.py").toString(), way);
        python.environment().put("PYTHONPATH", HostProgram.PYTHON.toString());
        String[] told =
                HostProgram.withEngine(python, folder).requireGood().out().split("\\s+");
        assertTrue(Double.parseDouble(told[0]) > 5, told[0] + " GB passed");
        assertTrue(Double.parseDouble(told[1]) < 300, told[1] + " MB of memory");
        assertEquals("3100000", told[2]);
    }

    private void run(String topic) throws Exception {
        ProcessBuilder python = new ProcessBuilder(
                "python3", "-B", HostProgram.SOURCES.resolve("test_tables.py").toString(), topic);
        python.environment().put("PYTHONPATH", HostProgram.PYTHON.toString());
        HostProgram.Outcome outcome = HostProgram.withEngine(python, folder);
        assertEquals(0, outcome.code(), outcome::err);
        assertTrue(outcome.err().contains("OK"), outcome::err);
    }
}
