package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sluice.analysis.feature.Features;
import dev.sluice.fixtures.Recorded;
import dev.sluice.formats.npy.NpyFile;
import dev.sluice.formats.npy.NpyWriter;
import dev.sluice.kernels.Kernels;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunTest {
    @TempDir
    Path folder;

    @Test
    void jsonHasEverythingThatAProgramAsksFor() {
        Path out = folder.resolve("f.npy");
        JsonObject run = Outcome.of("run", "--sim-records", 1000, "--out", out, "--json", "--workers", 3)
                .json();
        assertTrue(run.keySet()
                .containsAll(Set.of(
                        "target",
                        "run_id",
                        "workers",
                        "records",
                        "chunks",
                        "bytes",
                        "seconds",
                        "start",
                        "end",
                        "lost",
                        "kernels",
                        "output",
                        "output_records",
                        "skipped_chunks",
                        "notes",
                        "warnings",
                        "time_unit")));
        assertEquals(1000, run.get("records").getAsLong());
        assertEquals("completed", run.get("state").getAsString());
        assertEquals(0, run.get("lost_unlisted").getAsLong());
        assertEquals(1000, run.get("output_records").getAsLong());
        assertEquals(1000 * 1632, run.get("bytes").getAsLong());
        assertEquals(3, run.get("workers").getAsInt());
        assertEquals("features", run.get("target").getAsString());
        assertEquals("simulation", run.get("run_id").getAsString());
        assertEquals(0, run.get("lost").getAsJsonArray().size());
        assertEquals(
                Kernels.name(), run.getAsJsonObject("kernels").get("provider").getAsString());
        assertEquals(
                Kernels.width(), run.getAsJsonObject("kernels").get("width").getAsInt());
        assertEquals(out.toString(), run.get("output").getAsString());
        assertTrue(run.get("start").getAsLong() < run.get("end").getAsLong());
    }

    @Test
    void theSummarySaysHowManyChunksOfAStageLieBetweenSilences() {
        JsonObject run = Outcome.of(
                        "run", "--sim-records", "4000", "--target", "peaks", "--chunk-records", "500", "--json")
                .json();
        JsonObject first = run.getAsJsonArray("stages").get(0).getAsJsonObject();
        assertEquals(
                0, first.get("parts").getAsLong() + first.get("chunks_in_order").getAsLong());
        JsonObject peaks = run.getAsJsonArray("stages").get(1).getAsJsonObject();
        assertEquals("Peaks", peaks.get("stage").getAsString());
        assertEquals(peaks.get("chunks").getAsLong(), peaks.get("parts").getAsLong());
        assertEquals(0, peaks.get("records_in_order").getAsLong());
        assertTrue(peaks.get("records_in_parts").getAsLong() >= 2000);
    }

    @Test
    void aRunWithoutDataHasNoStartAndNoEnd() {
        JsonObject run = Outcome.of("run", "--sim-records", 0, "--json").json();
        assertEquals(0, run.get("chunks").getAsLong());
        assertTrue(run.get("start").isJsonNull() && run.get("end").isJsonNull());
        assertTrue(run.get("output").isJsonNull());
        assertTrue(run.getAsJsonObject("statistics")
                .getAsJsonObject("peak")
                .get("min")
                .isJsonNull());
    }

    @Test
    void withoutAnOutputTheFieldsAreSummedUpAndAHintIsGiven() {
        String summary = Outcome.of("run", "--sim-records", 100).succeeds().out();
        assertTrue(summary.contains("--out FILE.npy"), summary);
        assertTrue(summary.lines().anyMatch(line -> line.matches("charge +100 +\\S+ +\\S+ +\\S+")), summary);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "1, 1000", "2, 7", "4, 1", "4, 1000", "8, 7"})
    void theOutputDoesNotDependOnWorkersAndChunks(int workers, int chunkRecords) throws Exception {
        Path reference = folder.resolve("reference.npy");
        Path out = folder.resolve("out.npy");
        Outcome.of("run", "--sim-records", 500, "--out", reference, "--workers", 1)
                .succeeds();
        Outcome.of("run", "--sim-records", 500, "--out", out, "--workers", workers, "--chunk-records", chunkRecords)
                .succeeds();
        assertArrayEquals(Files.readAllBytes(reference), Files.readAllBytes(out));
    }

    @Test
    void csvOnStandardOutputLeavesItToTheDataAlone() {
        Outcome run = Outcome.of("run", "--sim-records", 3, "--out", "-").succeeds();
        assertEquals(4, run.out().lines().count(), run::toString);
        assertTrue(run.out().startsWith("time,endtime,board,channel,peak,charge,baseline\n"), run::toString);
        assertTrue(run.err().contains("records"), run::toString);
    }

    @Test
    void csvFileHoldsWhatStandardOutputShows() throws Exception {
        Path out = folder.resolve("f.csv");
        Outcome.of("run", "--sim-records", 30, "--out", out).succeeds();
        assertEquals(Outcome.of("run", "--sim-records", 30, "--out", "-").out(), Files.readString(out));
    }

    @Test
    void quietTellsNothingAndWithJsonTheObjectOnly() {
        Outcome quiet = Outcome.of("run", "--sim-records", 3, "--quiet").succeeds();
        assertEquals("", quiet.out() + quiet.err());
        Outcome json = Outcome.of("run", "--sim-records", 3, "--quiet", "--json");
        assertEquals(3, json.json().get("records").getAsInt());
        assertEquals("", json.err());
    }

    @Test
    void anUnknownOptionIsAnsweredByTheNearOneOrByThoseOfTheRun() {
        Outcome near = Outcome.of("run", "--set", "peak_rage=1:2")
                .failsWith(2, "no plugin has an option 'peak_rage'; did you mean 'peak_range'? (set by --set)");
        assertFalse(near.err().contains("trapezoidal"), near::toString);
        Outcome far = Outcome.of("run", "--set", "xyzzy=1")
                .failsWith(2, "those of this run are baseline_range, boards, charge_range, empty_window, peak_range");
        assertFalse(far.err().contains("trapezoidal"), far::toString);
    }

    /// A guess that makes wrong numbers is shown whatever is asked for: here that records are instants.
    @Test
    void whatIsAssumedOfTheInputIsShownEvenWithQuiet() {
        RecordType type = RecordType.of("time:<i8", "length:<i4", "wave:<i2[500]");
        Path file = folder.resolve("assumed.npy");
        Records records = Records.allocate(type, 1, Arena.ofAuto());
        type.longField("length").set(records, 0, 500);
        try (NpyWriter writer = NpyWriter.create(file, type)) {
            writer.write(records);
            writer.commit();
        }
        Outcome one = Outcome.of("run", file, "--quiet").succeeds();
        assertEquals("", one.out());
        assertTrue(one.err().startsWith("sluice: note: ") && one.err().contains("counts as an instant"), one::toString);
        Outcome many = Outcome.of("run", "--runs", file, "--quiet").succeeds();
        assertTrue(
                many.err().contains("note: assumed: ") && many.err().contains("counts as an instant"), many::toString);
    }

    @Test
    void anyRegisteredTypeCanBeWrittenAndReadBack() {
        Path waves = folder.resolve("waves.npy");
        Path direct = folder.resolve("direct.npy");
        Path again = folder.resolve("again.npy");
        Outcome.of("run", "--sim-records", 200, "--target", "st_waveforms_stream", "--out", waves)
                .succeeds();
        Outcome.of("run", "--sim-records", 200, "--out", direct).succeeds();
        Outcome.of("run", waves, "--out", again).succeeds();
        try (NpyFile one = NpyFile.map(direct);
                NpyFile other = NpyFile.map(again)) {
            assertEquals(Features.TYPE.descr(), one.type().descr());
            assertEquals(-1, one.records().segment().mismatch(other.records().segment()));
        }
    }

    @Test
    void timeRangeTakesRecordsThatStartInside() {
        JsonObject run = Outcome.of("run", "--sim-records", 1000, "--time-range", "1000000:2000000", "--json")
                .json();
        JsonObject time = run.getAsJsonObject("statistics").getAsJsonObject("time");
        assertTrue(run.get("output_records").getAsLong() > 0);
        assertTrue(time.get("min").getAsLong() >= 1_000_000 && time.get("max").getAsLong() < 2_000_000);
        assertEquals(1_000_000, run.get("start").getAsLong());
        assertEquals(2_000_000, run.get("end").getAsLong());
    }

    /// T7: a condition on the samples fits no result, and the message says what it fits.
    @Test
    void aConditionOnTheSamplesSaysWhichTargetHasThem() {
        String condition = "max(wave[40:90]) > 50 and len(wave) == 800";
        String sentence =
                Outcome.of("run", "--sim-records", 5, "--select", condition).err();
        assertTrue(
                sentence.contains("no field 'wave'") && sentence.contains("add --target st_waveforms_stream"),
                sentence);
        Outcome.of("run", "--sim-records", 5, "--select", condition, "--target", "st_waveforms_stream")
                .succeeds();
        String unknown =
                Outcome.of("run", "--sim-records", 5, "--select", "wafe[3] > 1").err();
        assertFalse(unknown.contains("add --target"), unknown);
    }

    @Test
    void theLastOfSeveralSettingsOfAnOptionHolds() {
        JsonObject empty = Outcome.of(
                        "run", "--sim-records", 10, "--set", "peak_range=0:400", "--set", "peak_range=5:5", "--json")
                .json();
        assertTrue(empty.getAsJsonObject("statistics")
                .getAsJsonObject("peak")
                .get("max")
                .isJsonNull());
        assertTrue(empty.getAsJsonArray("notes").toString().contains("no sample of peak_range=5:5 in 10 records"));
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherDoesNot() {
        String one = Outcome.of("run", "--sim-records", 20, "--sim-seed", 7, "--out", "-")
                .out();
        assertEquals(
                one,
                Outcome.of("run", "--sim-records", 20, "--sim-seed", 7, "--out", "-")
                        .out());
        assertTrue(!one.equals(Outcome.of("run", "--sim-records", 20, "--sim-seed", 8, "--out", "-")
                .out()));
    }

    @Test
    void everyEngineOptionIsTaken() {
        JsonObject run = Outcome.of(
                        "run",
                        "--sim-records",
                        100,
                        "--workers",
                        2,
                        "--wait",
                        "low-latency",
                        "--memory",
                        "64M",
                        "--run-id",
                        "night",
                        "--on-error",
                        "skip",
                        "--chunk-records",
                        10,
                        "--json")
                .json();
        assertEquals("night", run.get("run_id").getAsString());
        assertEquals(10, run.get("chunks").getAsLong());
    }

    @Test
    void realWaveDumpFilesGiveTheirFeatures() {
        JsonObject run = Outcome.of("run", Outcome.sipmFiles(), "--json").json();
        assertEquals(82, run.get("records").getAsLong());
        assertEquals("sipm-coincidence", run.get("run_id").getAsString());
        JsonObject channel = run.getAsJsonObject("statistics").getAsJsonObject("channel");
        assertEquals(0.5, channel.get("mean").getAsDouble());
    }

    @Test
    void aNoteIsGivenUntilTheOptionItAsksForIsSet() {
        Path files = Outcome.sipmFiles();
        String ranges = "pulses lie at samples";
        String before = Outcome.of("run", files).succeeds().err();
        assertTrue(before.contains("polarity=positive") && before.contains(ranges), before);
        String after = Outcome.of("run", files, "--set", "polarity=positive")
                .succeeds()
                .err();
        assertTrue(!after.contains("PULSE_POLARITY") && after.contains(ranges), after);
        assertEquals(
                "",
                Outcome.of(
                                "run",
                                files,
                                "--set",
                                "polarity=positive",
                                "--set",
                                "peak_range=1000:2600",
                                "--set",
                                "charge_range=1000:2600")
                        .succeeds()
                        .err());
    }

    @Test
    void doubtsThatComeUpWhileReadingArePrintedAndListed() throws Exception {
        for (int channel = 0; channel < 3; channel++) {
            ByteBuffer file = ByteBuffer.allocate(400 * 28).order(ByteOrder.LITTLE_ENDIAN);
            for (int event = 0; event < 400; event++) {
                int tag = 10 * event + (event == 300 && channel == 1 ? 1 : 0);
                file.putInt(28)
                        .putInt(3)
                        .putInt(0)
                        .putInt(channel)
                        .putInt(event)
                        .putInt(tag)
                        .putInt(0);
            }
            Files.write(folder.resolve("wave" + channel + ".dat"), file.array());
        }
        JsonObject run = Outcome.of("run", folder, "--json").succeeds().json();
        assertEquals(1, run.getAsJsonArray("warnings").size(), run::toString);
        assertTrue(
                run.getAsJsonArray("warnings").get(0).getAsString().contains("1 event of board=3 had a wrong tag"),
                run::toString);
        Outcome sentence = Outcome.of("run", folder).succeeds();
        assertTrue(sentence.err().contains("warning: 1 event of board=3 had a wrong tag"), sentence::toString);
        assertTrue(sentence.out().contains("warnings "), sentence::toString);
    }

    @Test
    void rawRecordsOfStraxAreToldByTheirFieldsAndGiveHits() {
        Path raw = Recorded.straxPulses("raw_records.npy");
        Path records = folder.resolve("records.npy");
        Outcome.of("run", raw, "--target", "records", "--out", records).succeeds();
        JsonObject fromRaw =
                Outcome.of("run", raw, "--target", "hits", "--json").json();
        JsonObject fromRecords =
                Outcome.of("run", records, "--target", "hits", "--json").json();
        assertTrue(fromRaw.get("output_records").getAsLong() > 0);
        assertEquals(fromRaw.get("output_records"), fromRecords.get("output_records"));
    }

    @ParameterizedTest
    @CsvSource({
        "peaks, min_channels=1",
        "events, min_channels=1 trigger_min_area=1",
        "event_basics, min_channels=1 trigger_min_area=1"
    })
    void rawRecordsOfStraxGivePeaksAndEvents(String target, String options) {
        Path raw = Recorded.straxPulses("raw_records.npy");
        assertGivesRecords(List.of("run", raw, "--target", target, "--json"), options);
    }

    @ParameterizedTest
    @CsvSource({
        "hit_windows, threshold=12",
        "hit_grouped, window=1000000 min_channels=1",
        "df_events, window=1000000 min_channels=1",
        "hit_merged, merge_gap=20"
    })
    void simulatedWaveformsGiveHitsAndEvents(String target, String options) {
        assertGivesRecords(List.of("run", "--sim-records", "2000", "--target", target, "--json"), options);
    }

    private static void assertGivesRecords(List<Object> command, String options) {
        List<Object> words = new ArrayList<>(command);
        for (String option : options.split(" ")) {
            words.add("--set");
            words.add(option);
        }
        JsonObject run = Outcome.of(words.toArray()).json();
        assertTrue(run.get("output_records").getAsLong() > 0, run::toString);
    }

    @Test
    void aFolderTakesTheFileOfOneTargetToo() {
        Outcome.of("run", "--sim-records", 100, "--out", folder).succeeds();
        assertTrue(Files.isRegularFile(folder.resolve("features.npy")));
        Outcome.of("run", "--sim-records", 100, "--out", folder.resolve("more") + "/")
                .succeeds();
        assertTrue(Files.isRegularFile(folder.resolve("more/features.npy")));
    }

    @Test
    void aTargetThatCannotBeComputedFromTheInputIsWrongUsage() {
        Path waves = folder.resolve("waves.npy");
        Outcome.of("run", "--sim-records", 9, "--target", "st_waveforms_stream", "--out", waves)
                .succeeds();
        Outcome.of("run", waves, "--target", "hits")
                .failsWith(
                        2,
                        "the input holds st_waveforms_stream, but no plugin provides 'raw_records' (needed by hits",
                        "from st_waveforms_stream there are features");
    }

    @Test
    void anInputTypeWithoutAFileIsWrongUsage() {
        Outcome.of("run", "--input-type", "raw_records").failsWith(2, "--input-type", "needs an INPUT");
    }
}
