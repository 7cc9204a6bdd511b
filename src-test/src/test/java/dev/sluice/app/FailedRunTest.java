package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sluice.fixtures.TinyDisk;
import dev.sluice.formats.npy.NpyWriter;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FailedRunTest {
    @TempDir
    Path folder;

    private Path cutOff() throws IOException {
        byte[] whole = Files.readAllBytes(Outcome.sipmFiles().resolve("wave0.dat"));
        return Files.write(folder.resolve("wave0.dat"), java.util.Arrays.copyOf(whole, 400_000));
    }

    @Test
    void aCutOffFileFailsWithFileOffsetAndRemedyAndLeavesNoOutput() throws Exception {
        Outcome.of("run", cutOff(), "--out", folder.resolve("f.npy"))
                .failsWith(1, "wave0.dat", "offset=397188", "--on-error skip");
        assertEquals(List.of("wave0.dat"), Outcome.names(folder));
    }

    @Test
    void aCutOffFileIsReadUpToTheCutIfErrorsAreSkipped() throws Exception {
        Outcome outcome = Outcome.of("run", cutOff(), "--on-error", "skip", "--json");
        JsonObject run = outcome.json();
        assertEquals(33, run.get("records").getAsLong());
        JsonObject lost = run.getAsJsonArray("lost").get(0).getAsJsonObject();
        assertTrue(lost.get("start").getAsLong() < lost.get("end").getAsLong());
        assertTrue(lost.get("cause").getAsString().contains("offset=397188"));
        assertTrue(outcome.err().contains("warning: lost ["), outcome::toString);
    }

    @Test
    void aFailedRunPrintsAnObjectWithTheErrorIfJsonIsAskedFor() throws Exception {
        Outcome outcome = Outcome.of("run", cutOff(), "--json").failsWith(1, "offset=397188");
        JsonObject object = JsonParser.parseString(outcome.out()).getAsJsonObject();
        assertEquals("failed", object.get("state").getAsString());
        assertTrue(outcome.err().contains(object.get("error").getAsString()), outcome::toString);
    }

    @Test
    void theSummaryForPeopleTellsWhatWasLost() throws Exception {
        String summary =
                Outcome.of("run", cutOff(), "--on-error", "skip").succeeds().out();
        assertTrue(summary.lines().anyMatch(line -> line.startsWith("lost ") && line.contains("cut off")), summary);
    }

    @Test
    void anOlderOutputStaysAsItWasWhenTheRunFails() throws Exception {
        Path out = Files.writeString(folder.resolve("f.npy"), "older");
        Outcome.of("run", cutOff(), "--out", out).failsWith(1, "offset=");
        assertEquals("older", Files.readString(out));
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty.dat", "empty.npy", "random.dat", "random.npy"})
    void unreadableFilesAreNamedWithOffsetAndLeaveNoOutput(String name) throws Exception {
        byte[] bytes = new byte[name.startsWith("random") ? 10_000 : 0];
        new java.util.Random(7).nextBytes(bytes);
        Path file = Files.write(folder.resolve(name), bytes);
        Outcome.of("run", file, "--out", folder.resolve("f.npy")).failsWith(1, name, "offset=0");
        assertEquals(List.of(name), Outcome.names(folder));
    }

    @Test
    void anInputIsNeverOverwritten() throws Exception {
        Path file = folder.resolve("waves.npy");
        Outcome.of("run", "--sim-records", 5, "--target", "st_waveforms_stream", "--out", file)
                .succeeds();
        Path link = Files.createSymbolicLink(folder.resolve("link.npy"), file);
        Outcome.of("run", file, "--out", file).failsWith(2, "the output is an input");
        Outcome.of("run", file, "--out", link).failsWith(2, "the output is an input");
    }

    @Test
    void anOutputWithoutAFolderIsAnErrorBeforeAnythingRuns() {
        Outcome.of("run", "--sim-records", "endless", "--out", folder.resolve("none/f.npy"))
                .failsWith(1, "the directory does not exist", "mkdir -p");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f.npy", "f.csv"})
    void aFullDiskLeavesNothingBehind(String name) throws Exception {
        try (TinyDisk disk = TinyDisk.mount(folder, "size=64k")) {
            Outcome.of("run", "--sim-records", 20_000, "--out", folder.resolve(name))
                    .failsWith(1, "No space left on device", name);
            assertEquals(List.of(), Outcome.names(folder), disk::toString);
        }
    }

    @Test
    void recordsWithoutAWaveformAreRefusedByName() {
        Path file = folder.resolve("f.npy");
        Outcome.of("run", "--sim-records", 5, "--out", file).succeeds();
        Outcome.of("run", file, "--input-type", "st_waveforms_stream").failsWith(1, "there is no field wave or data");
        Outcome.of("run", file, "--target", "baseline").failsWith(2, "the input holds features", "st_waveforms_stream");
    }

    @Test
    void aBudgetThatIsTooSmallNamesTheOptionsThatHelp() {
        Outcome.of("run", "--memory", "1M", "--chunk-records", 100_000).failsWith(1, "--chunk-records, --memory");
    }

    /// Chunks hold one record already: smaller ones are no remedy.
    @Test
    void aRecordThatIsLargerThanTheBudgetNamesTheBudgetOnly() {
        RecordType type = RecordType.of("time:<i8", "channel:<i2", "wave:<i2[400000]");
        Path file = folder.resolve("long.npy");
        try (Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(file, type)) {
            Records records = Records.allocate(type, 3, arena);
            for (int i = 0; i < 3; i++) {
                type.longField("time").set(records, i, i);
            }
            writer.write(records);
            writer.commit();
        }
        Outcome failed = Outcome.of("run", file, "--chunk-records", 1, "--memory", "1M", "--target", "moving_average")
                .failsWith(
                        1,
                        "needs 1600010 bytes for one record, more than the whole memory budget=1048576",
                        " (--memory)");
        assertFalse(failed.err().contains("smaller"), failed.err());
        assertFalse(failed.err().contains("--chunk-records"), failed.err());
        Outcome.of("run", file, "--chunk-records", 1, "--memory", "16M", "--target", "moving_average")
                .succeeds();
    }

    @Test
    void aReaderThatWentAwayEndsTheCommandQuietly() {
        Outcome outcome = onClosedOutput("run", "--sim-records", "1000", "--out", "-");
        assertEquals(new Outcome(141, "", ""), outcome);
        assertEquals(new Outcome(141, "", ""), onClosedOutput("run", "--sim-records", "10"));
    }

    private static Outcome onClosedOutput(String... arguments) {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.execute(closed, new PrintStream(err, true), arguments);
        return new Outcome(code, "", err.toString());
    }

    @Test
    void theStackIsShownOnlyIfItIsAskedFor() {
        Outcome outcome = Outcome.of("run", "--workers", "0", "--stacktrace");
        assertEquals(2, outcome.code());
        assertTrue(outcome.err().contains("\tat dev.sluice.app."), outcome::toString);
    }
}
