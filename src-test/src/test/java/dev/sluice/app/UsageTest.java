package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UsageTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "                                       | no command was named",
                "rum                                    | did you mean 'run'",
                "run --worker 2                         | did you mean '--workers'",
                "run --workers x                        | --workers=x is not a whole number",
                "run --workers 0                        | --workers=0 is not within 1 and 1024",
                "run --chunk-records 0                  | --chunk-records=0 is below 1",
                "run --chunk-records=-7                 | --chunk-records=-7 is below 1",
                "run --memory 12Q                       | '12Q' is not a size",
                "run --memory 100                       | --memory=100 is below 1048576 bytes",
                "run --pin -1                           | counted from 0",
                "run --pin 5000                         | --pin=5000 cannot be: cpu=5000 is not within 0 and 1023",
                "run --pin 0,1023                       | cpu=1023 is not one that this process may use",
                "run --set model=V1730                  | belongs to WaveDumpSource",
                "run --time-range 1.5e0:3               | not a whole number: '1.5'",
                "run --wait balance                     | did you mean 'balanced'",
                "run --on-error skp                     | did you mean 'skip'",
                "run --format nyp                       | did you mean 'npy'",
                "run --format npy                       | needs an INPUT",
                "run --sim-records -5                   | --sim-records=-5 is below 0",
                "run --sim-seed x                       | --sim-seed=x is not a whole number",
                "run --time-range 5                     | not a time range: '5'",
                "run --time-range 9:3                   | ends before it starts",
                "run --target feature                   | did you mean 'features'",
                "run --out features.txt                 | end it in .npy, ",
                "run --out - --json                     | both write to standard output",
                "run --out a.npy --out b.npy            | only once",
                "run --out                              | Missing required parameter",
                "run --run-id=                          | is empty",
                "run --set peak_range                   | write --set option=value",
                "run --set peek_range=40:90             | did you mean 'peak_range'",
                "run --set peak_range=90:40             | option peak_range",
                "run --set polarity=up                  | default negative",
                "run no/such/file.npy                   | there is no such file or directory: input=no/such/file.npy",
                "inspect                                | FILE",
                "inspect no/such/file.npy               | there is no such file",
                "plugins all                            | there is no plugin 'all'",
                "run --latency 5                        | is no time such as 200us",
                "run --profile no/such/profile.toml     | does not exist",
                "bench PeekCharge                       | did you mean 'PeakCharge'",
                "bench NothingLikeThis                  | --list shows all of them",
                "bench Peak(                            | is no regular expression",
                "bench one two                          | one argument too many",
                "bench --cpu x                          | --cpu=x is not a whole number",
                "bench RingBenchmark --quick -- -f x    | options of JMH",
                "bench --check --quick                  | --check takes no other option",
                "bench --reprot page.html               | did you mean '--report'",
                "bench --sizes 5                        | --sizes is for whole commands only; add --files",
                "bench Peak --cold                      | --cold is for whole commands only; add --files",
                "bench --files --sizes 5,x              | --sizes=5,x has 'x', which is no number",
                "bench --files --sizes 0                | which is not within 0.001 and 1000 GB",
                "bench --files --rounds 0               | --rounds=0 is not within 1 and 1000",
                "bench --files nyp                      | did you mean 'npy'",
                "bench --files --report page.html       | --files takes neither",
                "bench --files --check                  | --check takes no other option",
                "tune --samples 0                       | --samples=0 is not within 1",
                "tune --sample-type i4                  | is none of i2, u2, f4",
                "tune --target feature                  | did you mean 'features'",
                "tune --plugins features                | there is no option '--plugins'",
                "plan --format mermaid                  | the form of a plan is --form mermaid",
                "plan --form mermade                    | did you mean 'mermaid'",
                "plan --out plan.xyz                    | end it in .txt, .mmd, .svg or .json",
                "run --set compatibility=strax          | belongs to Baselines, PulseRecords, HitFinder, RecordCutter, Peaks, FragmentFir",
                "plan --out plan                        | end it in .txt, .mmd, .svg or .json",
                "tune --latency 0us                     | is no time such as 200us",
                "tune --check --profile no/such.toml    | run ./sluice tune first"
            })
    void wrongUsageEndsWithCode2AndAHintInTwoLines(String arguments, String hint) {
        Outcome outcome = Outcome.of((Object[]) (arguments == null ? new String[0] : arguments.split(" +")));
        outcome.failsWith(2, hint, "--help");
        assertEquals(
                arguments != null && arguments.contains("--json"), outcome.out().startsWith("{\"state\":\"failed\""));
    }

    @Test
    void anOptionThatDoesNotFitTheInputIsWrongUsage() {
        Path files = Outcome.sipmFiles();
        Outcome.of("run", files, "--sim-records", 3).failsWith(2, "--sim-records goes with the simulated detector");
        Outcome.of("run", files, "--set", "tag_bits=33").failsWith(2, "option tag_bits", "default auto");
        Outcome.of("inspect", files, "--set", "modle=751").failsWith(2, "did you mean 'model'");
    }

    @Test
    void aBadValueNamesOptionValueTypeAndDefault() {
        Outcome.of("run", "--set", "peak_range=90:40")
                .failsWith(2, "option peak_range", "90:40", "type range", "default 40:90");
    }

    @Test
    void aFileOfUnknownFormatIsToldByItsBytesAndTheChoices() throws Exception {
        Path file = Files.write(folder.resolve("run.bin"), new byte[] {1, 2, 3});
        Outcome.of("run", file).failsWith(2, "01 02 03", "--format wavedump or --format npy");
    }

    @Test
    void anArchiveOfNumpyIsToldWithTheWayOutOfIt() throws Exception {
        Path file = Files.write(folder.resolve("run.npz"), new byte[] {'P', 'K', 3, 4, 20});
        Outcome.of("run", file).failsWith(2, "is an archive", "numpy.load('run.npz')[name]");
    }

    @Test
    void aRecordLengthBeyondTheLargestEventIsRefused() {
        Outcome.of("config", "--set", "record_length=67108865").failsWith(2, "record_length", "from 0 to 67108864");
    }

    @Test
    void anEmptyNameIsNoInput() {
        Outcome.of("run", "").failsWith(2, "an input has an empty name");
        Outcome.of("inspect", " ").failsWith(2, "an input has an empty name");
    }

    @Test
    void inputsOfTwoFormatsAreRefused() throws Exception {
        Path npy = Files.createFile(folder.resolve("a.npy"));
        Path dat = Files.createFile(folder.resolve("b.dat"));
        Outcome.of("run", npy, dat).failsWith(2, "two formats", "a.npy is npy", "b.dat is wavedump");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "inspect --help", "plugins --help", "run -h"})
    void helpGoesToStandardOutputWithExamples(String arguments) {
        Outcome help = Outcome.of((Object[]) arguments.split(" ")).succeeds();
        assertTrue(help.out().contains("Usage: ./sluice"), help::toString);
        assertTrue(help.out().contains("./sluice run"), help::toString);
        assertEquals("", help.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bench", "tune"})
    void helpOfMeasuringTellsOptionsExamplesAndExitCodes(String command) {
        Outcome help = Outcome.of(command, "--help").succeeds();
        for (String part : List.of("Usage: ./sluice " + command, "Examples:", "Exit codes: 0", "--check")) {
            assertTrue(help.out().contains(part), help::toString);
        }
    }

    @Test
    void theBenchmarksAreListedByNameAndPattern() {
        String all = Outcome.of("bench", "--list").succeeds().out();
        assertTrue(all.lines().toList().contains("PeakChargeBenchmark.kernel"), all);
        String some = Outcome.of("bench", "Pipe.*bare", "--list").succeeds().out();
        assertEquals("PipelineBenchmark.bareKernel\n", some);
    }

    @Test
    void theRunsOfWholeCommandsAreListed() {
        assertEquals(
                "npy\nwavedump\nfragments\nlong\n",
                Outcome.of("bench", "--files", "--list").succeeds().out());
        assertEquals(
                "long\n",
                Outcome.of("bench", "--files", "^l", "--list").succeeds().out());
    }

    @Test
    void theOptionsOfARunAreToldInSections() {
        String help = Outcome.of("run", "--help").succeeds().out();
        int place = 0;
        for (String part :
                List.of("Input:\n", "--format", "Processing:\n", "--target", "--set", "Output:\n", "--out=")) {
            assertTrue(help.indexOf(part, place) > place, () -> part + " is missing in its place in " + help);
            place = help.indexOf(part, place);
        }
        assertTrue(help.indexOf("Engine:\n", place) < help.indexOf("--workers", place), help);
    }

    @Test
    void anOptionOfAnotherSourceIsToldByItsSourceAndTheOneInUse() {
        Path file = folder.resolve("waves.npy");
        Outcome.of("run", "--sim-records", 3, "--target", "st_waveforms_stream", "--out", file)
                .succeeds();
        Outcome.of("run", file, "--set", "model=V1730")
                .failsWith(2, "'model' belongs to WaveDumpSource", "reads from NpySource", "waves.npy");
    }

    @Test
    void theVersionNamesTheEngineTheJvmAndTheKernels() {
        String version = Outcome.of("--version").succeeds().out();
        assertTrue(version.matches("(?s)sluice \\S+\\nJava 25\\S*\\nkernels (vector|scalar), \\d+ bits\\n"), version);
    }

    /// T11: what a user may set from outside is in the help; `engine/app` and `kernels` read nothing else of that kind.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SLUICE_DEBUG",
                "SLUICE_CONFIG",
                "SLUICE_JAVA_OPTIONS",
                "SLUICE_NO_BUILD",
                "SLUICE_JDK_ROOTS",
                "JAVA25_HOME",
                "XDG_CONFIG_HOME",
                "sluice.kernels=",
                "sluice.kernels.width=",
                "sluice.checked=",
                "sluice.chunk.bytes="
            })
    void everyVariableThatAUserMaySetIsInTheHelp(String name) {
        assertTrue(Outcome.of("--help").out().contains(name), name);
    }

    /// T6: a plan reads headers only, and its help says so.
    @Test
    void thePlanOfACutFileSaysWhoFindsDamage() throws Exception {
        byte[] event = new byte[224];
        event[0] = (byte) 224;
        byte[] cut = java.util.Arrays.copyOf(java.util.Arrays.copyOf(event, 448), 500);
        event[12] = 0;
        System.arraycopy(event, 0, cut, 224, 224);
        cut[224 + 16] = 1;
        cut[224 + 21] = 8;
        Path file = Files.write(folder.resolve("wave0.dat"), cut);
        assertEquals(0, Outcome.of("plan", "features", file).code());
        assertEquals(1, Outcome.of("run", file).code());
        assertTrue(Outcome.of("plan", "--help").out().contains("damaged after the headers"));
    }

    /// T11: the ending of the name is the form of the plan.
    @ParameterizedTest
    @CsvSource({"plan.txt, stage", "plan.mmd, flowchart", "plan.svg, <svg", "plan.json, \"stages\""})
    void theNameOfAPlanTellsItsForm(String name, String part) throws Exception {
        Path file = folder.resolve(name);
        Outcome outcome = Outcome.of("plan", "features", "--out", file);
        assertEquals(0, outcome.code(), outcome::toString);
        assertTrue(Files.readString(file).contains(part), Files.readString(file));
    }
}
