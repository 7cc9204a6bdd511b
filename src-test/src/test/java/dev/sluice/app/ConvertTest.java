package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConvertTest {
    @TempDir
    Path folder;

    private Path waves;

    @BeforeEach
    void simulate() {
        waves = folder.resolve("waves.npy");
        Outcome.of("run", "--sim-records", "300", "--target", "st_waveforms_stream", "--out", waves)
                .succeeds();
    }

    @Test
    void whatIsConvertedToItsOwnFormatHasTheSameBytes() throws IOException {
        Path copy = folder.resolve("copy.npy");
        Outcome.of("convert", waves, copy).succeeds();
        assertArrayEquals(Files.readAllBytes(waves), Files.readAllBytes(copy));
    }

    @Test
    void resultsAreGivenOnAsWhatTheyAre() throws IOException {
        Path features = folder.resolve("features.npy");
        Path text = folder.resolve("features.csv");
        Path same = folder.resolve("same.csv");
        Outcome.of("run", waves, "--out", features).succeeds();
        Outcome.of("run", waves, "--out", same).succeeds();
        Outcome converted = Outcome.of("convert", features, text).succeeds();
        assertEquals(Files.readString(same), Files.readString(text));
        assertTrue(converted.err().contains("csv has no place for types, units"), converted::toString);
    }

    @Test
    void severalFilesBecomeOne() throws IOException {
        Path early = folder.resolve("early.npy");
        Path late = folder.resolve("late.npy");
        Path both = folder.resolve("both.npy");
        JsonObject whole = Outcome.of("run", waves, "--target", "st_waveforms_stream", "--json")
                .json();
        long middle = whole.get("end").getAsLong() / 2;
        Outcome.of("convert", waves, early, "--time-range", "0:" + middle).succeeds();
        Outcome.of("convert", waves, late, "--time-range", middle + ":9000000000000000000")
                .succeeds();
        Outcome.of("convert", late, early, both).succeeds();
        assertArrayEquals(Files.readAllBytes(waves), Files.readAllBytes(both));
    }

    @Test
    void textGoesToStandardOutput() throws IOException {
        Path text = folder.resolve("waves.csv");
        Outcome.of("convert", waves, text).succeeds();
        assertEquals(
                Files.readString(text),
                Outcome.of("convert", waves, "-").succeeds().out());
    }

    @Test
    void wrongUsageIsNamedAndLeavesNothing() throws IOException {
        Path out = folder.resolve("out.xyz");
        Outcome.of("convert", waves, out).failsWith(2, "out=" + out, "end it in .npy");
        Outcome.of("convert", waves, waves).failsWith(2, "the output is an input");
        Outcome.of("convert", waves).failsWith(2);
        Outcome.of("convert", waves, "-", "--json").failsWith(2, "both write to standard output");
        Outcome.of("convert", folder.resolve("none.npy"), folder.resolve("x.csv"))
                .failsWith(2, "no such file");
        Outcome.of("convert", waves, folder.resolve("x.csv"), "--format", "wavdump")
                .failsWith(2, "is none of auto", "did you mean 'wavedump'");
        assertFalse(Files.exists(out) || Files.exists(folder.resolve("x.csv")));
    }

    @Test
    void aDamagedInputFailsUnlessItIsSkipped() throws IOException {
        byte[] bytes = Files.readAllBytes(waves);
        Path cut = Files.write(folder.resolve("cut.npy"), java.util.Arrays.copyOf(bytes, bytes.length - 100));
        Path out = folder.resolve("out.csv");
        Outcome.of("convert", cut, out).failsWith(1, "cut.npy");
        assertFalse(Files.exists(out));
        Outcome skipped = Outcome.of("convert", cut, out, "--on-error", "skip").succeeds();
        assertTrue(skipped.err().contains("warning: lost ["), skipped::toString);
    }

    @Test
    void formatsAreListed() {
        String text = Outcome.of("formats").succeeds().out();
        assertTrue(text.lines().anyMatch(line -> line.matches("npy +yes +\\.npy +.*")), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("wavedump +yes +- +.*")), text);
        assertTrue(text.contains("ROOT files are not read yet"), text);
        assertFalse(text.contains("Arrow files are not read yet"), text);
        assertTrue(text.lines().anyMatch(line -> line.matches(" +sluice +folders of .*")), text);
        JsonObject object = Outcome.of("formats", "--json").json();
        assertTrue(object.getAsJsonArray("formats").size() >= 3);
        assertEquals(2, object.getAsJsonArray("stores").size());
    }

    @Test
    void aRunIsNamedOnlyWhereAnInputHoldsMany() {
        Outcome.of("run", waves, "--run", "007").failsWith(2, "--run 007 is for folders of many runs", "--run-id");
    }
}
