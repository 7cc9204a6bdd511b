package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sluice.app.run.RunsProgress;
import dev.sluice.fixtures.CompiledJar;
import dev.sluice.session.input.RunNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ManyRunsTest {
    @TempDir
    Path folder;

    private Path input(String name, int records) {
        Path file = folder.resolve(name);
        Outcome.of(
                        "run",
                        "--sim-records",
                        records,
                        "--sim-seed",
                        records,
                        "--target",
                        "st_waveforms_stream",
                        "--out",
                        file)
                .succeeds();
        return file;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyMatchIsARunWithTheBytesOfItAlone(int atATime) throws IOException {
        Path first = input("run1.npy", 40);
        Path second = input("run2.npy", 70);
        input("other.npy", 5);
        Path out = folder.resolve("out");
        String text = Outcome.of("run", "--runs", folder.resolve("run*.npy"), "-j", atATime, "--out", out)
                .succeeds()
                .out();
        assertEquals(List.of("run1.npy", "run2.npy"), Outcome.names(out));
        for (Path input : List.of(first, second)) {
            Path alone = folder.resolve("alone.npy");
            Outcome.of("run", input, "--out", alone).succeeds();
            assertArrayEquals(Files.readAllBytes(alone), Files.readAllBytes(out.resolve(input.getFileName())));
        }
        assertTrue(text.lines().anyMatch(line -> line.matches("run1 +completed +40 +40 +[0-9.]+ +\\S+run1.npy")), text);
        assertTrue(text.contains("\n2 runs, all completed"), text);
    }

    @Test
    void aFailedRunDoesNotStopTheOthersAndIsListed() throws IOException {
        input("run1.npy", 40);
        Files.writeString(folder.resolve("run2.npy"), "no numpy file");
        Files.writeString(folder.resolve("run3.txt"), "nothing");
        input("run4.npy", 30);
        Path out = folder.resolve("out/{run}.csv");
        Outcome runs = Outcome.of("run", "--runs", folder.resolve("run*"), "--out", out, "--json");
        assertEquals(1, runs.code(), runs::toString);
        JsonObject all = JsonParser.parseString(runs.out()).getAsJsonObject();
        assertEquals("failed", all.get("state").getAsString());
        assertEquals(2, all.get("runs_failed").getAsInt());
        assertEquals(2, all.get("runs_completed").getAsInt());
        JsonArray each = all.getAsJsonArray("runs");
        assertEquals(
                List.of("run1 completed", "run2 failed", "run3 failed", "run4 completed"),
                each.asList().stream()
                        .map(run -> run.getAsJsonObject().get("run_id").getAsString() + " "
                                + run.getAsJsonObject().get("state").getAsString())
                        .toList());
        assertTrue(each.get(1).getAsJsonObject().get("error").getAsString().contains("run2.npy"), runs::toString);
        assertTrue(each.get(0).getAsJsonObject().get("error").isJsonNull());
        assertEquals(40, each.get(0).getAsJsonObject().get("records").getAsInt());
        assertEquals(List.of("run1.csv", "run4.csv"), Outcome.names(folder.resolve("out")));
        Outcome text = Outcome.of("run", "--runs", folder.resolve("run*"));
        assertTrue(
                text.out().lines().anyMatch(line -> line.matches("run3 +failed +- +- .*text is not read.*")),
                text::toString);
        assertTrue(text.out().contains("\n4 runs, 2 failed"), text::toString);
        assertTrue(text.err().contains("sluice: run2 failed: "), text::toString);
        assertFalse(text.err().contains("\tat "), text::toString);
    }

    @Test
    void foldersAndSeveralTargetsGiveAFolderPerRun() throws IOException {
        Path sipm = Outcome.sipmFiles();
        copy(sipm, Files.createDirectory(folder.resolve("run7")));
        input("run8.npy", 9);
        Path out = folder.resolve("out");
        Outcome.of("run", "--runs", folder.resolve("run{7,8.npy}"), "--target", "features,baseline", "--out", out)
                .succeeds();
        assertEquals(List.of("run7", "run8"), Outcome.names(out));
        assertEquals(List.of("baseline.npy", "features.npy"), Outcome.names(out.resolve("run7")));
        Path alone = folder.resolve("alone.npy");
        Outcome.of("run", sipm, "--out", alone).succeeds();
        assertArrayEquals(Files.readAllBytes(alone), Files.readAllBytes(out.resolve("run7/features.npy")));
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String name : Outcome.names(from)) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }

    @Test
    void quietTellsFailuresOnly() throws IOException {
        input("run1.npy", 4);
        Outcome well =
                Outcome.of("run", "--runs", folder.resolve("run*"), "--quiet").succeeds();
        assertEquals("", well.out() + well.err());
        Files.writeString(folder.resolve("run2.npy"), "");
        Outcome.of("run", "--runs", folder.resolve("run*"), "--quiet").failsWith(1, "sluice: run2 failed: ");
    }

    @Test
    void noMatchIsWrongUsage() {
        for (String pattern : List.of("run*", "no/such/run", "a*/b", "")) {
            Outcome.of("run", "--runs", folder + "/" + pattern + (pattern.isEmpty() ? "*" : ""))
                    .failsWith(2, "matches no file and no folder");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--runs R other.npy         | put the pattern in quotes",
                "--runs R --sim-records 3   | --runs names files",
                "--runs R --run-id x        | named after their inputs",
                "--runs R -j 0              | -j=0 is not within 1 and 256",
                "--runs R --out -           | standard output takes one target of one run",
                "--runs R --out one.npy     | write {run} in its name",
                "--runs R -j 2 --pin 0      | goes with one run at a time",
                "--runs R -j 2 --memory 1M  | less than 1M for each of 2 runs",
                "--runs [ --out x           | is no pattern",
                "--runs ** --out x          | any depth",
                "-j 2                       | goes with --runs GLOB"
            })
    void wrongUseOfManyRunsIsToldInTwoLines(String arguments, String hint) {
        input("run1.npy", 4);
        input("run2.npy", 4);
        Outcome.of((Object[]) ("run " + arguments.replace("R ", folder + "/run* ")).split(" +"))
                .failsWith(2, hint);
    }

    @Test
    void twoInputsOfOneNameAreRefusedWhereTheyWouldWriteOneFile() throws IOException {
        Files.createDirectories(folder.resolve("a"));
        Files.createDirectories(folder.resolve("b"));
        input("a/run.npy", 3);
        input("b/run.npy", 4);
        Outcome.of("run", "--runs", folder.resolve("*/run.npy"), "--out", folder.resolve("out"))
                .succeeds();
        assertEquals(List.of("a.npy", "b.npy"), Outcome.names(folder.resolve("out")));
    }

    /// D10: all runs had one name.
    @Test
    void inputsOfOneNameAreToldApartByTheFoldersThatDiffer() throws IOException {
        for (String run : List.of("daq/1/x/raw.npy", "daq/2/x/raw.npy", "daq/2/y/raw.npy")) {
            Files.createDirectories(folder.resolve(run).getParent());
            input(run, 3);
        }
        List<Path> all = List.of(Path.of("daq/1/x/raw.npy"), Path.of("daq/2/x/raw.npy"), Path.of("daq/2/y/raw.npy"));
        assertEquals(List.of("1-x", "2-x", "2-y"), RunNames.of(all));
        Outcome.of("run", "--runs", folder.resolve("daq/*/*/raw.npy"), "--out", folder.resolve("out/{run}.csv"))
                .succeeds();
        assertEquals(List.of("1-x.csv", "2-x.csv", "2-y.csv"), Outcome.names(folder.resolve("out")));
    }

    /// D10: what follows the last point of a folder's name was taken for an extension.
    @Test
    void aFolderKeepsWhatFollowsAPoint() throws IOException {
        Path first = Files.createDirectories(folder.resolve("run.001"));
        Path second = Files.createDirectories(folder.resolve("run.002"));
        assertEquals(List.of("run.001", "run.002"), RunNames.of(List.of(first, second)));
        assertEquals(List.of("run.1", "run.2"), RunNames.of(List.of(Path.of("d/run.1"), Path.of("d/run.2"))));
        assertEquals(List.of("run"), RunNames.of(List.of(Path.of("d/run.npy"))));
        assertEquals(List.of("a.npy", "a.dat"), RunNames.of(List.of(Path.of("d/a.npy"), Path.of("d/a.dat"))));
    }

    /// D10: a clash of an output with an input was found when other runs were done.
    @Test
    void anOutputThatIsAnInputIsRefusedBeforeAnyRunBegins() throws IOException {
        input("run1.npy", 3);
        input("run2.npy", 4);
        Outcome.of("run", "--runs", folder.resolve("run?.npy"), "--out", folder.resolve("{run}.npy"))
                .failsWith(2, "the output is an input");
        assertEquals(List.of("run1.npy", "run2.npy"), Outcome.names(folder));
    }

    /// D10: wrong usage of one run, or in differing words, ended with 1.
    @Test
    void wrongUsageOfAllRunsEndsWith2AlsoInDifferingWords() throws IOException {
        Files.writeString(folder.resolve("run1.xyz"), "nothing");
        Outcome.of("run", "--runs", folder.resolve("run*")).failsWith(2, "format cannot be recognised");
        Files.writeString(folder.resolve("run2.gz"), "other");
        Outcome outcome = Outcome.of("run", "--runs", folder.resolve("run*"));
        assertEquals(2, outcome.code(), outcome::toString);
        input("run3.npy", 4);
        assertEquals(1, Outcome.of("run", "--runs", folder.resolve("run*")).code());
    }

    @Test
    void whatNoPluginKnowsIsRefusedBeforeAnyRun() {
        input("run1.npy", 3);
        Outcome.of("run", "--runs", folder.resolve("run*"), "--target", "featurs")
                .failsWith(2, "no plugin provides 'featurs'; did you mean 'features'");
        Outcome.of("run", "--runs", folder.resolve("run*"), "--set", "factr=3").failsWith(2, "factr");
    }

    @Test
    void whatTheOnlyInputCannotGiveIsWrongUsage() {
        input("run1.npy", 3);
        Outcome.of("run", "--runs", folder.resolve("run*"), "--target", "records", "--quiet")
                .failsWith(2, "raw_records");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--target records        | no plugin provides 'raw_records'",
                "--select foo>1          | no field 'foo'",
            })
    void whatNoRunCanDoIsWrongUsageToldOnce(String arguments, String hint) {
        input("run1.npy", 3);
        input("run2.npy", 3);
        input("run3.npy", 3);
        Outcome refused = Outcome.of((Object[]) ("run --runs " + folder + "/run* -j 2 " + arguments).split(" +"));
        refused.failsWith(2, hint, "each of the 3 runs");
        assertEquals("", refused.out());
        assertEquals(refused.err().indexOf(hint), refused.err().lastIndexOf(hint), refused::toString);
    }

    @Test
    void theStackOfEveryFailedRunIsShownWhereItIsAskedFor() throws IOException {
        input("run1.npy", 3);
        Files.writeString(folder.resolve("run2.npy"), "no numpy file");
        Outcome runs = Outcome.of("run", "--runs", folder.resolve("run*"), "--stacktrace");
        assertEquals(1, runs.code());
        assertTrue(runs.err().contains("\tat dev.sluice.formats.npy."), runs::toString);
    }

    @Test
    void anInterruptionTellsHowManyRunsHadCompleted() {
        RunsProgress progress = new RunsProgress(5);
        progress.ended(true);
        progress.ended(false);
        progress.ended(true);
        assertTrue(progress.interrupted().startsWith("2 of 5 runs had completed, and their outputs are left"));
    }

    @Test
    void anInterruptionStopsAllRunsAndLeavesNoFile() throws IOException {
        for (int run = 1; run <= 4; run++) {
            input("run" + run + ".npy", 5);
        }
        Path began = folder.resolve("began");
        Path jar = new CompiledJar(folder)
                .source("Waiter", """
                        package example;
                        import dev.sluice.plugin.*;
                        import dev.sluice.record.*;
                        import java.nio.file.*;
                        public final class Waiter extends StreamingPlugin {
                            @Override public PluginSpec spec() {
                                return PluginSpec.provides("waited", RecordType.of("time:<i8").instantaneous())
                                        .dependsOn("st_waveforms_stream");
                            }
                            @Override public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context)
                                    throws Exception {
                                Files.write(Path.of("%s"), new byte[1]);
                                new java.util.concurrent.CountDownLatch(1).await();
                            }
                        }
                        """.formatted(began))
                .serving("example.Waiter")
                .write("waiter.jar");
        Path out = Files.createDirectories(folder.resolve("out"));
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int[] code = {-1};
        Thread command = Thread.ofPlatform()
                .start(() -> code[0] = Main.execute(
                        new ByteArrayOutputStream(),
                        new PrintStream(err, true),
                        "run",
                        "--runs",
                        folder + "/run*",
                        "-j",
                        "2",
                        "--plugins",
                        jar.toString(),
                        "--target",
                        "waited",
                        "--out",
                        out.toString()));
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (!Files.exists(began)) {
                Thread.onSpinWait();
            }
            command.interrupt();
            command.join();
        });
        assertEquals(1, code[0], err::toString);
        assertTrue(err.toString().contains("all were stopped"), err::toString);
        assertEquals(List.of(), Outcome.names(out));
    }

    @Test
    void theProgressOfAllRunsIsOneLine() {
        RunsProgress progress = new RunsProgress(12);
        progress.ended(true);
        progress.ended(false);
        assertTrue(progress.line(80).startsWith("2 of 12 runs, 1 failed  0 records  0 MB/s"), progress.line(80));
        assertEquals(19, progress.line(20).length());
    }
}
