package dev.sluice.app.command;

import dev.sluice.app.console.Console;
import dev.sluice.app.measure.BenchRequest;
import dev.sluice.app.measure.FilesRequest;
import dev.sluice.app.measure.Measurements;
import dev.sluice.app.measure.Services;
import dev.sluice.app.option.HelpSections;
import dev.sluice.app.option.ValueOption;
import dev.sluice.record.NearestName;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `./sluice bench`: runs the benchmarks, or the gate that keeps them honest.
final class BenchCommand implements Callable<Integer> {
    private static final int MOST_CPUS = 1024;

    private final Console console;

    private final PositionalParamSpec pattern = PositionalParamSpec.builder()
            .paramLabel("PATTERN")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("Benchmarks whose name Class.method contains this regular expression (default: all);"
                    + " with --files, runs: npy, wavedump, fragments or long.")
            .build();
    private final OptionSpec list = ValueOption.flag("--list", "List the names and run nothing.");
    private final OptionSpec quick =
            ValueOption.flag("--quick", "One fork and short iterations: for a first look, not for a decision.");
    private final OptionSpec check = ValueOption.flag(
            "--check",
            "Run the gate instead: exit code 1 if the rule for chunk sizes or a kernel falls under its floor, or a whole"
                    + " command takes more CPU than it may.");
    private final ValueOption cpu = new ValueOption("--cpu", "N", "CPU to tie everything to (default: none).");
    private final ValueOption json =
            new ValueOption("--json", "FILE", "Keep the results, in the format of JMH or, with --files, turn by turn.");
    private final FilesOptions files = new FilesOptions();
    private final ValueOption report = new ValueOption("--report", "FILE.html", "Write a page with plots.");

    private CommandSpec spec;

    BenchCommand(Console console) {
        this.console = console;
    }

    /// The command with its options and its help.
    CommandSpec spec() {
        spec = Commands.spec("bench", this).addPositional(pattern);
        HelpSections sections = new HelpSections(spec);
        sections.section(spec, "Benchmarks", list, quick, check, cpu.spec(), json.spec(), report.spec());
        files.addTo(spec, sections);
        spec.usageMessage()
                .header("Run the benchmarks: kernels against C, the ring, the pipeline, whole commands.")
                .customSynopsis("./sluice bench [PATTERN] [OPTIONS] [-- JMH-OPTIONS]")
                .footer(
                        "",
                        "Tables go to standard output, progress to standard error. Every benchmark verifies its results",
                        "before it is timed; compare figures of one run only.",
                        "",
                        "Examples:",
                        "  ./sluice bench PeakCharge --quick             a first look at one kernel",
                        "  ./sluice bench --cpu 1 --report page.html     all of them, on CPU 1, with plots",
                        "  ./sluice bench Pipeline -- -f 1 -p chunkKiB=0 options of JMH follow the two dashes",
                        "  ./sluice bench --files --quick                whole commands, 0.1 GB each, one turn",
                        "  ./sluice bench --files npy --sizes 5 --rounds 7 --folder /data",
                        "  ./sluice bench --check                        the gate, in under six minutes",
                        "",
                        "Whole commands run in turns. Before they are timed what they wrote is compared in bytes. Memory is",
                        "that of the process with the pages of files that it maps. With --cold, files are written back and",
                        "their pages dropped before each turn, which a folder in memory and files that another program",
                        "maps do not allow; the table says so.",
                        "",
                        "Exit codes: 0 all went well, 1 a benchmark failed or the gate is closed, 2 wrong usage.");
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        BenchRequest request = request();
        if (ValueOption.isGiven(check)) {
            requireNothingElse(request);
        }
        if (files.isGiven()) {
            return wholeCommands(request);
        }
        files.requireFiles();
        Measurements measurements = Services.measurements();
        PrintStream out = new PrintStream(console.out(), true, StandardCharsets.UTF_8);
        if (ValueOption.isGiven(check)) {
            return measurements.check(out, console.err()) ? 0 : Commands.FAILED;
        }
        List<String> chosen = choose(request.pattern(), measurements.benchmarks());
        if (ValueOption.isGiven(list)) {
            console.print(String.join("\n", chosen) + "\n");
        } else {
            bench(measurements, request, out);
        }
        return 0;
    }

    private int wholeCommands(BenchRequest request) throws IOException {
        if (request.cpu() != null
                || request.report() != null
                || !request.jmhOptions().isEmpty()) {
            throw new UsageException(
                    "--files takes neither --cpu, --report nor options of JMH: it runs no benchmark of JMH");
        }
        FilesRequest wanted = files.request(request.pattern(), request.quick(), request.json());
        Measurements measurements = Services.measurements();
        List<String> chosen = choose(request.pattern(), measurements.fileRuns());
        if (ValueOption.isGiven(list)) {
            console.print(String.join("\n", chosen) + "\n");
            return 0;
        }
        requireWritable(request.json());
        PrintStream out = new PrintStream(console.out(), true, StandardCharsets.UTF_8);
        try {
            measurements.files(wanted, out, console.err());
        } catch (IllegalArgumentException impossible) {
            throw new UsageException(impossible.getMessage(), impossible);
        }
        return 0;
    }

    private void bench(Measurements measurements, BenchRequest request, PrintStream out) throws IOException {
        requireWritable(request.json());
        requireWritable(request.report());
        try {
            measurements.bench(request, out, console.err());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage(), wrong);
        }
    }

    /// A file that cannot be written is reported before an hour of measuring, not after.
    private static void requireWritable(Path file) throws IOException {
        if (file != null) {
            Files.writeString(file, "");
        }
    }

    private BenchRequest request() {
        List<String> all = pattern.getValue() == null ? List.of() : pattern.getValue();
        List<String> passedOn = behindDashes();
        List<String> words = all.subList(0, all.size() - passedOn.size());
        if (words.size() > 1) {
            throw new UsageException("'" + words.get(1) + "' is one argument too many; join patterns as 'one|other',"
                    + " and put options of JMH after --");
        }
        Long number = cpu.whole(0, MOST_CPUS - 1);
        return new BenchRequest(
                words.isEmpty() ? "" : words.get(0),
                path(json),
                path(report),
                ValueOption.isGiven(quick),
                number == null ? null : Math.toIntExact(number),
                passedOn);
    }

    /// What follows `--` is for JMH, even where it looks like a pattern.
    private List<String> behindDashes() {
        List<String> words = spec.commandLine().getParseResult().originalArgs();
        int dashes = words.indexOf("--");
        return dashes < 0 ? List.of() : words.subList(dashes + 1, words.size());
    }

    private static Path path(ValueOption option) {
        return option.text() == null ? null : Path.of(option.text());
    }

    private void requireNothingElse(BenchRequest request) {
        boolean more = !request.pattern().isEmpty() || request.json() != null || request.report() != null;
        if (more
                || files.isGiven()
                || request.cpu() != null
                || request.quick()
                || !request.jmhOptions().isEmpty()) {
            throw new UsageException("--check takes no other option: what the gate measures is fixed");
        }
    }

    private static List<String> choose(String expression, List<String> names) {
        Pattern wanted;
        try {
            wanted = Pattern.compile(expression);
        } catch (PatternSyntaxException wrong) {
            throw new UsageException(
                    "PATTERN=" + expression + " is no regular expression: " + wrong.getDescription(), wrong);
        }
        List<String> chosen =
                names.stream().filter(name -> wanted.matcher(name).find()).toList();
        if (chosen.isEmpty()) {
            throw new UsageException("no benchmark matches '" + expression + "'" + suggestion(expression, names)
                    + "; --list shows all of them");
        }
        return chosen;
    }

    private static String suggestion(String expression, List<String> names) {
        List<String> words = names.stream()
                .flatMap(name -> Stream.of(
                        name, name.substring(0, Math.max(0, name.indexOf('.'))), name.substring(name.indexOf('.') + 1)))
                .filter(word -> !word.isEmpty())
                .distinct()
                .collect(Collectors.toList());
        words.addAll(words.stream()
                .filter(word -> word.endsWith("Benchmark"))
                .map(word -> word.substring(0, word.length() - "Benchmark".length()))
                .toList());
        return NearestName.suggestion(expression, words);
    }
}
