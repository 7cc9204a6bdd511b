package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sluice.fixtures.CompiledJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SeveralTargetsTest {
    private static final List<String> TARGETS = List.of("features", "hit_threshold", "coincidences", "fir");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1, 50", "3, 7"})
    void severalTargetsOfOnePassHaveTheBytesOfEachByItself(int workers, int chunkRecords) throws IOException {
        Path out = folder.resolve("all");
        Outcome.of(
                        "run",
                        "--sim-records",
                        300,
                        "--target",
                        String.join(",", TARGETS),
                        "--set",
                        "window=100",
                        "--workers",
                        workers,
                        "--chunk-records",
                        chunkRecords,
                        "--out",
                        out)
                .succeeds();
        assertEquals(TARGETS.stream().map(target -> target + ".npy").sorted().toList(), Outcome.names(out));
        for (String target : TARGETS) {
            Path alone = folder.resolve("alone.npy");
            Object[] window = target.equals("coincidences") ? new Object[] {"--set", "window=100"} : new Object[0];
            Object[] words = {"run", "--sim-records", 300, "--target", target, "--out", alone};
            Object[] all = Stream.of(words, window).flatMap(Stream::of).toArray();
            Outcome.of(all).succeeds();
            assertArrayEquals(Files.readAllBytes(alone), Files.readAllBytes(out.resolve(target + ".npy")), target);
        }
    }

    @Test
    void aPatternNamesTheFileOfEachTarget() throws IOException {
        Path pattern = folder.resolve("of-{run}/{type}-data.csv");
        Outcome.of("run", "--sim-records", 3, "--target", "features, baseline", "--run-id", "r7", "--out", pattern)
                .succeeds();
        assertEquals(List.of("baseline-data.csv", "features-data.csv"), Outcome.names(folder.resolve("of-r7")));
    }

    @Test
    void theSummaryTellsOfEachTarget() {
        JsonObject run = Outcome.of("run", "--sim-records", 30, "--target", "features,hit_threshold", "--json")
                .json();
        JsonArray outputs = run.getAsJsonArray("outputs");
        assertEquals(2, outputs.size());
        assertFalse(run.has("target"));
        assertEquals(30, run.get("records").getAsLong());
        JsonObject features = outputs.get(0).getAsJsonObject();
        assertEquals("features", features.get("target").getAsString());
        assertEquals(30, features.get("output_records").getAsLong());
        assertTrue(features.getAsJsonObject("statistics").has("charge"));
        assertEquals(
                "hit_threshold", outputs.get(1).getAsJsonObject().get("target").getAsString());
        String text = Outcome.of("run", "--sim-records", 30, "--target", "features,baseline")
                .succeeds()
                .out();
        assertTrue(text.contains("records  30 in, 30 of features, 30 of baseline"), text);
        assertTrue(text.contains("\nfeatures ") && text.contains("\nbaseline "), text);
    }

    @Test
    void aFailureOfOneTargetLeavesNoFileOfAny() throws IOException {
        Path jar = new CompiledJar(folder)
                .source("Late", """
                        package example;
                        import dev.sluice.plugin.*;
                        import dev.sluice.record.*;
                        public final class Late extends StreamingPlugin {
                            @Override public PluginSpec spec() {
                                return PluginSpec.provides("late", RecordType.of("time:<i8").instantaneous())
                                        .dependsOn("st_waveforms_stream").stateful();
                            }
                            @Override public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
                                if (in.chunk().number() == 9) { throw new IllegalStateException("too late"); }
                                out.records(0);
                            }
                        }
                        """)
                .serving("example.Late")
                .write("late.jar");
        Path out = folder.resolve("out");
        for (String targets : List.of("features,late", "late,features", "late")) {
            Outcome.of(
                            "run",
                            "--sim-records",
                            20000,
                            "--chunk-records",
                            10,
                            "--plugins",
                            jar,
                            "--target",
                            targets,
                            "--out",
                            out.resolve("{type}.npy"))
                    .failsWith(1, "Late", "chunk 9 of late", "too late");
            assertEquals(List.of(), Outcome.names(out));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"features.npy", "features.csv"})
    void severalTargetsDoNotFitIntoOneFile(String name) {
        Outcome.of("run", "--sim-records", 3, "--target", "features,baseline", "--out", name)
                .failsWith(2, "--out=" + name, "write {type} in its name, or name a folder");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--target features, | has an empty name",
                "--target features,features | names 'features' twice",
                "--target features,baselin | did you mean 'baseline'",
                "--target features,baseline --out - | standard output takes one target",
                "--out {typ}.npy | there is no {typ}; there are {run} and {type}",
                "--target features,baseline --set window=3 | --target features,baseline does not use",
                "--run-id a/b --out {run}.npy | a run called 'a/b' gives no name of a file"
            })
    void wrongTargetsAndOutputsAreToldInTwoLines(String arguments, String hint) {
        Outcome.of((Object[]) ("run --sim-records 3 " + arguments).split(" +")).failsWith(2, hint);
    }

    @Test
    void recordsAreSelectedByAConditionAndByColumns() throws IOException {
        JsonObject all = Outcome.of("run", "--sim-records", 500, "--json").json();
        Path csv = folder.resolve("some.csv");
        JsonObject run = Outcome.of(
                        "run",
                        "--sim-records",
                        500,
                        "--select",
                        "charge > 5000 && channel in (1, 2)",
                        "--columns",
                        "charge,channel",
                        "--out",
                        csv,
                        "--json")
                .json();
        List<String> lines = Files.readAllLines(csv);
        assertEquals("time,endtime,channel,charge", lines.get(0));
        assertEquals(run.get("output_records").getAsLong(), lines.size() - 1);
        assertTrue(lines.size() > 1 && lines.size() < all.get("records").getAsInt(), lines::toString);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            assertTrue(cells[2].equals("1") || cells[2].equals("2"), line);
            assertTrue(Double.parseDouble(cells[3]) > 5000, line);
        }
    }

    @Test
    void aSelectionWithoutRecordsIsAnEmptyFile() throws IOException {
        Path csv = folder.resolve("none.csv");
        String text = Outcome.of("run", "--sim-records", 50, "--select", "peak < 0", "--out", csv)
                .succeeds()
                .out();
        assertEquals(1, Files.readAllLines(csv).size());
        assertTrue(text.contains("0 of features (of 50)"), text);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 7", "1, 500"})
    void aSelectionDoesNotDependOnWorkersAndChunks(int workers, int chunkRecords) throws IOException {
        byte[] reference = selected("a.npy", 2, 100);
        assertArrayEquals(reference, selected("b.npy", workers, chunkRecords));
    }

    private byte[] selected(String name, int workers, int chunkRecords) throws IOException {
        Path out = folder.resolve(name);
        Outcome.of(
                        "run",
                        "--sim-records",
                        500,
                        "--target",
                        "st_waveforms_stream",
                        "--select",
                        "max(wave) > 14010",
                        "--out",
                        out,
                        "--workers",
                        workers,
                        "--chunk-records",
                        chunkRecords)
                .succeeds();
        return Files.readAllBytes(out);
    }

    @Test
    void columnsAreDroppedFromEveryTargetThatIsAskedFor() {
        JsonObject run = Outcome.of(
                        "run",
                        "--sim-records",
                        50,
                        "--target",
                        "st_waveforms_stream",
                        "--drop-columns",
                        "wave",
                        "--json")
                .json();
        JsonObject fields = run.getAsJsonObject("statistics");
        assertFalse(fields.has("wave"));
        assertTrue(fields.has("time"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "charg>1 | did you mean",
                "charge> | --select 'charge>' of features, at column",
            })
    void aWrongConditionIsToldWithItsPlace(String condition, String hint) {
        Outcome.of("run", "--sim-records", 3, "--select", condition).failsWith(2, hint);
    }

    @Test
    void aRecordThatCannotBeTestedFailsTheRunInTheWordsOfTheCondition() {
        Outcome.of("run", "--sim-records", 30, "--select", "time * 9223372036854775807 > 0")
                .failsWith(1, "sluice: --select: record ", "time * 9223372036854775807 > 0");
    }

    @Test
    void wrongColumnsAreTold() {
        Outcome.of("run", "--columns", "charg").failsWith(2, "--columns=charg does not fit features", "'charge'");
        Outcome.of("run", "--drop-columns", "time").failsWith(2, "cannot be dropped");
        Outcome.of("run", "--columns", "a,,b").failsWith(2, "empty name");
        Outcome.of("run", "--columns", "charge", "--drop-columns", "peak").failsWith(2, "contradicts --columns");
    }
}
