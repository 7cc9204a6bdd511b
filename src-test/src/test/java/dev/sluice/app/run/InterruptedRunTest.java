package dev.sluice.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.session.output.OutputSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InterruptedRunTest {
    @TempDir
    Path folder;

    @Test
    void everyFileIsToldByWhatBecameOfIt() throws IOException {
        Path missing = folder.resolve("missing.npy");
        Path older = Files.createFile(folder.resolve("older.npy"));
        Path replaced = Files.createFile(folder.resolve("replaced.npy"));
        Path made = folder.resolve("made.csv");
        List<OutputSelection> outputs = List.of(missing, older, replaced, made).stream()
                .map(file -> OutputSelection.parse(file.toString()))
                .toList();
        InterruptedRun run = new InterruptedRun("r", outputs);
        Files.setLastModifiedTime(replaced, FileTime.fromMillis(12345));
        Files.createFile(made);
        assertEquals(
                "run r was stopped before its first record; " + missing + " was not written, " + older
                        + " is as it was before, " + replaced + " is complete, " + made + " is complete",
                run.words());
    }

    @Test
    void aRunWithoutFilesLeavesNone() {
        assertEquals(
                "run r was stopped before its first record; no output was asked for",
                new InterruptedRun("r", List.of(OutputSelection.parse(null))).words());
        assertEquals(
                "run r was stopped before its first record; what was printed is not all",
                new InterruptedRun("r", List.of(OutputSelection.parse("-"))).words());
    }
}
