package dev.sluice.benchmarks.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.Main;
import dev.sluice.app.measure.FilesRequest;
import dev.sluice.benchmarks.harness.RunBenchmarks;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Runs of 2 MB, through commands that start Java instead of the launcher.
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "commands are measured by wait4 of Linux")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
final class FileBenchmarkTest {
    private static final long BYTES = 2_000_000;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void hitsOfAllCommandsAreTheSameBytesAndEachHasItsRow() throws Exception {
        Path json = folder.resolve("figures.json");
        run("fragments", commands(Optional.empty()), json);
        for (String row :
                List.of("./sluice run, 1 worker", "kernels in Java", "./sluice --help", "in process, 1 worker")) {
            assertTrue(table().contains("| " + row), this::table);
        }
        assertTrue(table().contains("The rows of numpy are left out: "), this::table);
        String kept = Files.readString(json);
        assertTrue(kept.contains("\"cpu_seconds\"") && kept.contains("\"peaks\""), kept);
    }

    @Test
    void aCommandThatComputesAnythingElseStopsTheBenchmarkBeforeItTimes() {
        List<String> wrong = List.of("sh", "-c", "echo wrong > \"$6\"");
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> run("long", commands(Optional.of(wrong)), null));
        assertTrue(
                failure.getMessage().startsWith("features: numpy and ./sluice run, 1 worker differ"),
                failure::toString);
        assertFalse(table().contains("worker"), this::table);
    }

    @Test
    void aCommandThatFailsIsReportedWithItsExitCodeAndWhatItPrinted() {
        List<String> broken = List.of("sh", "-c", "echo no such luck >&2; exit 7");
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> run("long", commands(Optional.of(broken)), null));
        assertTrue(failure.getMessage().startsWith("exit code 7 of: sh -c"), failure::toString);
        assertTrue(failure.getMessage().endsWith("no such luck"), failure::toString);
    }

    private void run(String pattern, Commands commands, Path json) throws Exception {
        FilesRequest request = new FilesRequest(pattern, List.of(BYTES), 1, 1, false, folder.resolve("runs"), json);
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        new FileBenchmark(request, commands, print, print).run();
        assertEquals(1, Files.list(folder.resolve("runs")).count(), "the run is kept, and nothing else");
    }

    private String table() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Commands commands(Optional<List<String>> numpy) {
        List<String> flags = new ArrayList<>(RunBenchmarks.FLAGS);
        flags.addAll(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--add-opens=java.base/java.io=ALL-UNNAMED"));
        List<String> java = Commands.java(flags);
        List<String> sluice = new ArrayList<>(java);
        sluice.add(Main.class.getName());
        return new Commands(sluice, java, numpy);
    }
}
