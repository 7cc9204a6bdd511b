package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A process in C starts the engine, lives with it, and ends: every misuse is a code with a sentence.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class HostProcessTest {
    private static final Path SOURCE = HostProgram.SOURCES.resolve("process.c");

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
    @ValueSource(strings = {"life", "refusals", "threads", "forked", "signals", "stacks"})
    void nothingThatAHostDoesIsMoreThanACode(String scenario) throws Exception {
        program.run(folder, scenario).requireSilent();
    }

    @Test
    void whatTheHostWritesToStandardErrorIsAllThatStandsThere() throws Exception {
        assertEquals(
                "the host's own line\n",
                program.run(folder, "standard_error").requireGood().err());
    }

    @Test
    void aJvmThatDoesNotStartLeavesTheHostItsStandardError() throws Exception {
        assertEquals(
                "what the host says of it\n",
                program.run(folder, "bad_jvm").requireGood().err());
    }

    @Test
    void aHostThatLeavesWithoutStoppingEndsWithItsOwnCode() throws Exception {
        assertEquals(7, program.run(folder, "leave").code());
    }

    @Test
    void anOlderJdkIsRefusedByItsVersion() throws Exception {
        Path installed = Path.of("/usr/lib/jvm");
        assumeTrue(Files.isDirectory(installed), "no other JDK in /usr/lib/jvm");
        List<Path> others;
        try (Stream<Path> found = Files.list(installed)) {
            others = found.filter(jdk -> Files.exists(jdk.resolve("lib/server/libjvm.so")))
                    .filter(jdk -> !jdk.toString().contains("25"))
                    .toList();
        }
        assumeTrue(!others.isEmpty(), "no other JDK in /usr/lib/jvm");
        program.run(folder, "other_jdk", others.getFirst().toString()).requireGood();
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "cc, c99, c",
        "cc, c11, c",
        "cc, c17, c",
        "cc, gnu17, c",
        "c++, c++11, cc",
        "c++, c++14, cc",
        "c++, c++17, cc",
        "c++, c++20, cc",
        "clang, c99, c",
        "clang++, c++17, cc"
    })
    void theHeaderCompilesWithoutAWarning(String compiler, String standard, String suffix) throws Exception {
        Path source = folder.resolve("host." + suffix);
        Files.copy(SOURCE, source);
        HostProgram host =
                HostProgram.compile(folder, source, compiler, "-std=" + standard, "-I" + HostProgram.SOURCES);
        host.run(folder, "life").requireGood();
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"life", "refusals", "threads", "forked"})
    void theHeaderRunsUnderTheSanitizers(String scenario) throws Exception {
        HostProgram.sanitized(folder, SOURCE, "cc").run(folder, scenario).requireSilent();
    }

    @Test
    void theTableOfTheHeaderIsThatOfTheEngine() throws Exception {
        String header = Files.readString(HostProgram.INCLUDE.resolve("sluice.h"));
        String table = header.substring(header.indexOf("typedef struct sluice_api {"), header.indexOf("} sluice_api;"));
        List<String> members = Stream.of(table.split(";"))
                .filter(line -> line.contains("(*"))
                .map(line -> line.replaceAll("(?s).*\\(\\*(\\w+)\\).*", "$1"))
                .toList();
        assertEquals(ApiTable.entries().stream().map(ApiTable.Entry::name).toList(), members);
    }

    @Test
    void everyCodeStandsInTheHeader() throws Exception {
        String header = Files.readString(HostProgram.INCLUDE.resolve("sluice.h"));
        for (HostCode code : HostCode.values()) {
            String number = code.number() < 0 ? "(" + code.number() + ")" : "" + code.number();
            assertTrue(
                    header.matches("(?s).*#define " + code.headerName() + " +\\Q" + number + "\\E.*"),
                    code.headerName());
        }
    }
}
