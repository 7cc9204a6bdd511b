package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `sluice.hpp` compiles without a warning from C++11 on, and does what it says, with exceptions and without them.
@Tag("slow")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
final class HostCppTest {
    private static final Path SOURCE = HostProgram.SOURCES.resolve("wrapper.cpp");
    private static final Path EXAMPLE = HostProgram.HOME.resolve("native-docs/examples/features.cpp");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "c++, c++11, exceptions",
        "c++, c++20, exceptions",
        "clang++, c++11, exceptions",
        "clang++, c++20, exceptions",
        "c++, c++17, results"
    })
    void aProgramGetsExceptionsOrResults(String compiler, String standard, String scenario) throws Exception {
        HostProgram host = HostProgram.compile(folder, SOURCE, compiler, "-std=" + standard);
        host.run(folder, scenario).requireSilent();
    }

    @ParameterizedTest
    @CsvSource({"c++, c++11", "clang++, c++17"})
    void itWorksWithoutExceptionsAndRunTimeTypes(String compiler, String standard) throws Exception {
        HostProgram host =
                HostProgram.compile(folder, SOURCE, compiler, "-std=" + standard, "-fno-exceptions", "-fno-rtti");
        assertEquals("", host.run(folder, "results").requireGood().out());
    }

    /// 134 is how a program ends that no one has caught an exception of.
    @Test
    void aProgramThatIsLeftByAnExceptionEnds() throws Exception {
        HostProgram host = HostProgram.compile(folder, SOURCE, "c++", "-std=c++11");
        assertEquals(5, host.run(folder, "caught").code());
        for (String scenario : List.of("uncaught", "uncaught_in_a_thread")) {
            HostProgram.Outcome outcome = host.run(folder, scenario);
            assertEquals(134, outcome.code());
            assertTrue(outcome.err().contains("nobody catches this"), outcome.err());
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "c++, c++11",
        "c++, c++14",
        "c++, c++17",
        "c++, c++20",
        "clang++, c++11",
        "clang++, c++14",
        "clang++, c++17",
        "clang++, c++20"
    })
    void theExampleReadsARunAndRunsAKernel(String compiler, String standard) throws Exception {
        requireExample(HostProgram.compile(folder, EXAMPLE, compiler, "-std=" + standard));
    }

    @Test
    void theExampleNamesWhatIsWrong() throws Exception {
        HostProgram host = HostProgram.compile(folder, EXAMPLE, "c++", "-std=c++11");
        requireExample(host);
        HostProgram.Outcome outcome = host.run(folder, "/nowhere.npy");
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("/nowhere.npy"), outcome.err());
    }

    private void requireExample(HostProgram example) throws Exception {
        String out = example.run(folder).requireGood().out();
        assertTrue(out.matches("10000 records, the greatest peak is \\d+\\.\\d\nrecord 7 has a peak of 100\n"), out);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"results", "exceptions", "caught"})
    void theSanitizersFindNothing(String scenario) throws Exception {
        HostProgram host = HostProgram.sanitized(folder, SOURCE, "c++", "-std=c++17");
        HostProgram.Outcome outcome = host.run(folder, scenario);
        assertEquals(scenario.equals("caught") ? 5 : 0, outcome.code(), outcome.out() + outcome.err());
        assertEquals("", outcome.err());
    }
}
