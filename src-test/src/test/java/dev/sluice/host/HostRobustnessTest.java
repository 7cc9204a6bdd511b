package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.fixtures.CompiledJar;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a host does to an engine that is in use, it gets a code in time: no crash, no deadlock, no leak.
@Tag("slow")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class HostRobustnessTest {
    private static final Path SOURCE = HostProgram.SOURCES.resolve("robust.c");

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
                "handles",
                "arguments",
                "no_jdk",
                "small_stacks",
                "deep_calls",
                "two_readers",
                "released_meanwhile",
                "claim_left_behind",
                "stopped_meanwhile",
                "stopped_by_many",
                "late_handlers",
                "flat"
            })
    void everyMisuseIsACodeInTime(String scenario) throws Exception {
        program.run(folder, scenario).requireSilent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit_from_a_thread", "main_ends_first"})
    void aHostThatEndsWhileItsThreadsAreInsideEndsWithItsOwnCode(String scenario) throws Exception {
        HostProgram.Outcome outcome = program.run(folder, scenario);
        assertEquals(7, outcome.code(), outcome.out() + outcome.err());
        assertEquals("", outcome.err());
    }

    @Test
    void aPluginThatEndsTheProcessEndsItWithItsCode() throws Exception {
        Path jar = new CompiledJar(folder)
                .plugin("Leaving", "leaving", "System.exit(7);")
                .write("leaving.jar");
        HostProgram.Outcome outcome = program.run(folder, "ended_by_java", jar.toString());
        assertEquals(7, outcome.code(), outcome.out() + outcome.err());
        assertEquals("", outcome.err());
    }

    /// Threads, and some 100,000 handles of kernels, calls, sessions, streams and live inputs.
    @Tag("slow")
    @Timeout(value = 600, unit = TimeUnit.SECONDS)
    @ParameterizedTest
    @CsvSource({"short_threads, 10000", "flat, 45000"})
    void whatComesAndGoesLeavesNothing(String scenario, String rounds) throws Exception {
        program.runFor(folder, 580, scenario, rounds).requireGood();
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"handles", "arguments", "small_stacks", "two_readers", "released_meanwhile"})
    void theSanitizersFindNothing(String scenario) throws Exception {
        HostProgram.sanitized(folder, SOURCE, "cc").run(folder, scenario).requireSilent();
    }

    /// Jars of a later interface, and of one that had fewer functions than the header.
    @ParameterizedTest
    @CsvSource({"2, 4096", "1, 32"})
    void jarsOfAnotherVersionAreRefused(int abi, int bytes) throws Exception {
        Path home = Files.createDirectories(folder.resolve("other/lib"));
        Path source = folder.resolve("Boot.java");
        Files.writeString(source, """
                package dev.sluice.host;

                import java.lang.foreign.MemorySegment;
                import java.lang.foreign.ValueLayout;

                public final class Boot {
                    public static int boot(long table, long size, long words, long wordsSize) {
                        MemorySegment filled = MemorySegment.ofAddress(table).reinterpret(size);
                        filled.set(ValueLayout.JAVA_LONG, 0, %dL);
                        filled.set(ValueLayout.JAVA_LONG, 8, %dL);
                        return 0;
                    }
                }
                """.formatted(bytes, abi));
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                OutputStream.nullOutputStream(),
                                OutputStream.nullOutputStream(),
                                "-proc:none",
                                source.toString()));
        try (OutputStream file = Files.newOutputStream(home.resolve("sluice-host.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry("dev/sluice/host/Boot.class"));
            Files.copy(folder.resolve("Boot.class"), jar);
        }
        Map<String, String> place = Map.of("SLUICE_HOME", home.getParent().toString());
        assertEquals(
                "", program.run(folder, place, "other_version").requireGood().out());
    }
}
