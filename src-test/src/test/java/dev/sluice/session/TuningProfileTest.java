package dev.sluice.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TuningProfileTest {
    @TempDir
    Path folder;

    @Test
    void aProfileReadsBackAsItWasWritten() throws Exception {
        TuningProfile profile = profile("a \"fast\" \\ machine", 4096);
        Path file = folder.resolve("deep/below/profile.toml");
        profile.write(file);
        assertEquals(Optional.of(profile), TuningProfile.read(file));
        assertEquals(List.of("profile.toml"), Outcome.names(file.getParent()));
    }

    @Test
    void aMissingFileIsNoProfile() throws Exception {
        assertEquals(Optional.empty(), TuningProfile.read(folder.resolve("none.toml")));
    }

    @ParameterizedTest
    @CsvSource({"chunk_bytes = 0, not within 1", "chunk_bytes = x, not a whole number", "#, there is no"})
    void aBrokenProfileIsToldWithFileAndRemedy(String line, String why) throws Exception {
        Path file = folder.resolve("profile.toml");
        String good = profile("m", 4096).text();
        Files.writeString(file, line.equals("#") ? "" : good.replace("chunk_bytes = 4096", line));
        String message = assertThrows(IllegalStateException.class, () -> TuningProfile.read(file))
                .getMessage();
        for (String part : List.of(why, file.toString(), "./sluice tune")) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void theUsualFileFollowsTheEnvironment() {
        assertEquals(
                Optional.of(Path.of("/c/sluice/profile.toml")),
                TuningProfile.usualFile(Map.of("XDG_CONFIG_HOME", "/c", "HOME", "/h")));
        assertEquals(
                Optional.of(Path.of("/h/.config/sluice/profile.toml")), TuningProfile.usualFile(Map.of("HOME", "/h")));
        assertEquals(Optional.empty(), TuningProfile.usualFile(Map.of()));
    }

    @Test
    void aRunTakesTheSizeOfItsChunksFromTheProfileOfThisMachine() throws Exception {
        Path file = folder.resolve("profile.toml");
        profile(TuningProfile.thisMachine(), 10 * 1632).write(file);
        Outcome outcome = Outcome.of("run", "--sim-records", 100, "--profile", file, "--json");
        assertEquals(10, outcome.json().get("chunks").getAsInt(), outcome::toString);
        assertFalse(outcome.err().contains("another machine"), outcome::toString);
        assertEquals(
                1,
                Outcome.of("run", "--sim-records", 100, "--profile", "none", "--json")
                        .json()
                        .get("chunks")
                        .getAsInt());
        assertEquals(
                20,
                Outcome.of("run", "--sim-records", 100, "--profile", file, "--chunk-records", 5, "--json")
                        .json()
                        .get("chunks")
                        .getAsInt());
    }

    @Test
    void aProfileOfAnotherMachineIsIgnoredWithANote() throws Exception {
        Path file = folder.resolve("profile.toml");
        profile("another one", 10 * 1632).write(file);
        Outcome outcome = Outcome.of("run", "--sim-records", 100, "--profile", file, "--json");
        assertEquals(1, outcome.json().get("chunks").getAsInt(), outcome::toString);
        assertTrue(outcome.err().contains("another machine (another one)"), outcome::toString);
        assertEquals(1, Outcome.of("tune", "--check", "--profile", file).code());
    }

    private static TuningProfile profile(String machine, long bytes) {
        return new TuningProfile(
                machine,
                "2026-11-23",
                "25.0.3",
                new TuningProfile.Workload("<i2", 800, List.of("features"), 2, Duration.ofNanos(5_000)),
                bytes);
    }

    /// C5: a profile that was not named and that cannot be read ended every run.
    @Test
    void aUsualProfileThatCannotBeReadIsIgnoredWithANote() throws Exception {
        Path binary = Files.write(folder.resolve("binary.toml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Path broken = Files.writeString(folder.resolve("broken.toml"), "machine = \"a\"\n");
        for (Path file : List.of(binary, broken, folder)) {
            List<String> notes = new ArrayList<>();
            assertEquals(Optional.empty(), EngineRequest.usual(file, notes::add));
            assertEquals(1, notes.size());
            assertTrue(notes.get(0).contains("ignored") && notes.get(0).contains("--profile none"), notes::toString);
        }
    }
}
