package dev.sluice.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What a run reads: files, or the simulated detector.
final class InputOptions {
    private static final long DEFAULT_RECORDS = 100_000;
    private static final long DEFAULT_SEED = 1;
    private static final String SIMULATED = "a simulated detector";

    private final PositionalParamSpec inputs;
    private final ValueOption format;
    private final ValueOption inputType = new ValueOption(
            "--input-type",
            "TYPE",
            "What the records of .npy files are, such as st_waveforms_stream or raw_records; by default their fields show it.");
    private final OptionSpec with = ValueOption.list(
            "--with",
            "FILE",
            "A .npy file with another result of the same run, such as records beside hits; may be given again.");
    private final ValueOption simulatedRecords = new ValueOption(
            "--sim-records",
            "N|endless",
            "Records to simulate, of 800 samples each (default " + DEFAULT_RECORDS + ").");
    private final ValueOption seed = new ValueOption(
            "--sim-seed",
            "N",
            "Seed of the simulation: the same seed gives the same bytes (default " + DEFAULT_SEED + ").");

    /// The inputs are all arguments of the command.
    InputOptions() {
        this("0..*", format(), SIMULATED);
    }

    private InputOptions(String index, ValueOption format, String none) {
        this.format = format;
        this.inputs = PositionalParamSpec.builder()
                .paramLabel("INPUT")
                .index(index)
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("WaveDump directory or channel files, or .npy files; none: " + none + ".")
                .build();
    }

    /// The inputs are the arguments after the first.
    static InputOptions behindTarget() {
        return new InputOptions("1..*", format(), SIMULATED);
    }

    /// The inputs are all arguments of a command that does without: `none` says how.
    static InputOptions orElse(String none) {
        return new InputOptions("0..*", format(), none);
    }

    /// The option that says what inputs are.
    static ValueOption format() {
        return new ValueOption(
                "--format", "auto|wavedump|npy", "What the input is; auto (default): by its name and its first bytes.");
    }

    /// What `--format` was given, or null.
    String formatText() {
        return format.text();
    }

    void addTo(CommandSpec command, HelpSections help) {
        command.addPositional(inputs);
        help.section(command, "Input", format.spec(), inputType.spec(), with, simulatedRecords.spec(), seed.spec());
    }

    /// Decides on the source.
    ///
    /// @throws UsageException if the options contradict each other or an input is missing
    InputSelection select(SourceSettings settings) {
        InputFormat wanted = format.word(InputFormat.class, InputFormat.AUTO);
        List<String> named = inputs.getValue();
        if (named == null || named.isEmpty()) {
            if (wanted != InputFormat.AUTO) {
                throw format.wrong("needs an INPUT; name a file or directory");
            }
            if (inputType.text() != null) {
                throw inputType.wrong("needs an INPUT; name a .npy file");
            }
            if (!ValueOption.values(with).isEmpty()) {
                throw new UsageException("--with=" + ValueOption.values(with).get(0)
                        + " needs an INPUT beside it, as in hits.npy --with records.npy");
            }
            Long chosen = seed.whole(Long.MIN_VALUE, Long.MAX_VALUE);
            return InputSelection.simulated(records(), chosen == null ? DEFAULT_SEED : chosen);
        }
        if (simulatedRecords.text() != null || seed.text() != null) {
            throw new UsageException((simulatedRecords.text() != null ? "--sim-records" : "--sim-seed")
                    + " goes with the simulated detector, but an INPUT is named: " + named.get(0)
                    + "; leave one of them out");
        }
        return select(named.stream().map(InputOptions::path).toList(), settings);
    }

    /// The source of files that the arguments do not name.
    ///
    /// @throws UsageException if they are not of one known format
    InputSelection select(List<Path> files, SourceSettings settings) {
        InputSelection selected = InputSelection.files(
                files, format.word(InputFormat.class, InputFormat.AUTO), settings.withInputType(inputType.text()));
        for (String file : ValueOption.values(with)) {
            Path path = path(file);
            if (InputFormat.AUTO.resolve(List.of(path)) != InputFormat.NPY) {
                throw new UsageException(
                        "--with=" + file + " is no .npy file; results of a run are read from .npy files");
            }
            selected = selected.with(path);
        }
        return selected;
    }

    /// Whether anything is said of the input: files are named, or what they are, or a simulation is asked for.
    boolean isAsked() {
        List<String> named = inputs.getValue();
        return named != null && !named.isEmpty()
                || Stream.of(format, inputType, simulatedRecords, seed).anyMatch(option -> option.text() != null);
    }

    /// The names that are given.
    List<String> named() {
        List<String> named = inputs.getValue();
        return named == null ? List.of() : named;
    }

    /// Reads the input of that name before the others.
    void readFirst(String name) {
        List<String> all = new ArrayList<>(named());
        all.add(0, name);
        inputs.setValue(all);
    }

    /// The first name that is given; null if there is none.
    String first() {
        List<String> named = inputs.getValue();
        return named == null || named.isEmpty() ? null : named.get(0);
    }

    /// Refuses an input where `--runs` names the inputs.
    ///
    /// @throws UsageException if one is named, or a simulation asked for
    void requireNone() {
        if (!ValueOption.values(with).isEmpty()) {
            throw new UsageException("--with=" + ValueOption.values(with).get(0)
                    + " belongs to one run, but --runs asks for many; leave one of them out");
        }
        List<String> named = inputs.getValue();
        if (named != null && !named.isEmpty()) {
            throw new UsageException("--runs and an INPUT are given: input=" + named.get(0)
                    + "; leave one of them out, or put the pattern in quotes, so that the shell leaves it as it is");
        }
        if (simulatedRecords.text() != null || seed.text() != null) {
            throw new UsageException((simulatedRecords.text() != null ? "--sim-records" : "--sim-seed")
                    + " goes with the simulated detector, but --runs names files; leave one of them out");
        }
    }

    private long records() {
        if ("endless".equals(simulatedRecords.text())) {
            return InputSelection.ENDLESS;
        }
        Long records = simulatedRecords.whole(0, Long.MAX_VALUE);
        return records == null ? DEFAULT_RECORDS : records;
    }

    /// The path of that name.
    ///
    /// @throws UsageException if no file can have such a name
    static Path path(String name) {
        if (name.isBlank()) {
            throw new UsageException("an input has an empty name: '" + name + "'; name a file or directory");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException unusable) {
            throw new UsageException("not a file name: '" + name + "', " + unusable.getReason(), unusable);
        }
    }
}
