package dev.sluice.benchmarks.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.Main;
import dev.sluice.benchmarks.harness.RunBenchmarks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "commands are measured by wait4 of Linux")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
final class FileGateTest {
    private static final long BYTES = 20_000_000;

    @TempDir
    Path folder;

    @Test
    void theGateIsOpenForTheCommandAsItIs() throws Exception {
        FileGate.Verdict verdict = judge("exec COMMAND \"$@\"");
        if (!verdict.isGood()) {
            // The machine may have been busy.
            verdict = judge("exec COMMAND \"$@\"");
        }
        assertTrue(verdict.isGood(), verdict.toString());
    }

    @Test
    void aCommandThatComputesThreeTimesClosesTheGate() throws Exception {
        FileGate.Verdict verdict =
                judge("if [ \"$1\" = run ]; then COMMAND \"$@\"; COMMAND \"$@\"; fi", "exec COMMAND \"$@\"");
        assertFalse(verdict.isGood(), verdict::toString);
        assertTrue(verdict.times() > 2, verdict::toString);
    }

    /// Judges a script in which `COMMAND` starts the application.
    private FileGate.Verdict judge(String... lines) throws Exception {
        List<String> flags = new ArrayList<>(RunBenchmarks.FLAGS);
        flags.addAll(List.of(
                "-XX:+UseSerialGC", "-Dsluice.kernels.specialize=true", "--add-opens=java.base/java.io=ALL-UNNAMED"));
        List<String> java = Commands.java(flags);
        List<String> words = new ArrayList<>(java);
        words.add(Main.class.getName());
        String command = words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Path script = Files.writeString(
                folder.resolve("sluice"), String.join("\n", lines).replace("COMMAND", command));
        Commands commands = new Commands(List.of("sh", script.toString()), java, Optional.empty());
        try (FileGate gate = new FileGate(commands, BYTES)) {
            return gate.judge(FileGate.Case.FEATURES);
        }
    }
}
