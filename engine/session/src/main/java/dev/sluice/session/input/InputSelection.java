package dev.sluice.session.input;

import dev.sluice.formats.Format;
import dev.sluice.formats.InputRun;
import dev.sluice.formats.InputSettings;
import dev.sluice.formats.npy.NpySource;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.session.catalogue.KnownFields;
import dev.sluice.session.request.UsageException;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.source.Waveforms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The source that a run reads, and what is known about it before it starts. Immutable.
///
/// @param source   the plugin
/// @param besides  further plugins that read: other results of the run, or what else the simulated detector gives
/// @param files    the inputs as they were named; empty for the simulation
/// @param title    what is read, in a few words
/// @param runId    a name for the run
/// @param records  how many records there are, as far as that is known beforehand
/// @param warnings what the source had to assume: one sentence each
public record InputSelection(
        SourcePlugin source,
        List<SourcePlugin> besides,
        List<Path> files,
        String title,
        String runId,
        OptionalLong records,
        List<String> warnings) {
    /// A number of simulated records that is never reached.
    static final long ENDLESS = SimulatedDetector.ENDLESS;

    /// Copies the lists.
    public InputSelection {
        besides = List.copyOf(besides);
        files = List.copyOf(files);
        warnings = List.copyOf(warnings);
    }

    /// The same under another name of the run.
    public InputSelection named(String name) {
        return new InputSelection(source, besides, files, title, name, records, warnings);
    }

    /// A source that the host made.
    public static InputSelection of(SourcePlugin source) {
        String title = source.name();
        return new InputSelection(source, List.of(), List.of(), title, "run", OptionalLong.empty(), List.of());
    }

    /// The simulated detector.
    static InputSelection simulated(long records, long seed) {
        SimulatedDetector detector = SimulatedDetector.ofRecords(records).withSeed(seed);
        return new InputSelection(
                detector,
                List.of(detector.fragments()),
                List.of(),
                "simulated detector, seed " + seed,
                "simulation",
                records == ENDLESS ? OptionalLong.empty() : OptionalLong.of(records),
                List.of());
    }

    /// All that read.
    public List<SourcePlugin> sources() {
        return Stream.concat(Stream.of(source), besides.stream()).toList();
    }

    /// The same with the records of another `.npy` file beside, which are another result of the run.
    ///
    /// @throws UsageException if it holds the same type of data
    InputSelection with(Path file) {
        NpySource other = npySource(null, List.of(file));
        String held = other.spec().provides();
        for (SourcePlugin reader : sources()) {
            if (reader.spec().provides().equals(held)) {
                throw new UsageException("two inputs hold " + held + ": " + reader.name() + " and --with " + file
                        + "; name files of one type together, as INPUT INPUT");
            }
        }
        List<SourcePlugin> more = new ArrayList<>(besides);
        more.add(other);
        List<Path> all = new ArrayList<>(files);
        all.add(file);
        return new InputSelection(source, more, all, title + " with " + file, runId, records, warnings);
    }

    /// Fields show which of our own results a file holds.
    private static NpySource npySource(String inputType, List<Path> inputs) {
        NpySource source = new NpySource(inputType, inputs);
        return inputType != null
                ? source
                : KnownFields.product(source.type())
                        .map(result -> new NpySource(result.dataType(), inputs))
                        .orElse(source);
    }

    /// Files of a format.
    ///
    /// @throws UsageException if one is missing, the format is unknown, or an option of the source has a bad value
    /// @throws dev.sluice.formats.FormatException if a file is damaged
    static InputSelection files(List<Path> inputs, Format format, InputSettings settings) {
        if (settings.dataType() != null && format.name().equals(InputFormats.WAVE_DUMP)) {
            throw new UsageException("--input-type " + settings.dataType()
                    + " is for records that may be of any type; WaveDump files hold waveforms: leave it out");
        }
        if (settings.run() != null && !format.holdsRuns()) {
            throw new UsageException(
                    "--run " + settings.run() + " is for folders of many runs, such as those of strax; " + inputs.get(0)
                            + " is " + format.name() + ": leave it out, or name the run with --run-id");
        }
        try {
            InputRun run = open(inputs, format, settings);
            List<String> remarks = new ArrayList<>(run.notes());
            remarks.addAll(unanswered(run.warnings(), settings));
            return new InputSelection(
                    run.source(),
                    run.besides(),
                    inputs,
                    title(inputs, run.title()),
                    run.runId() == null ? RunNames.of(inputs.get(0)) : run.runId(),
                    run.records(),
                    remarks);
        } catch (IllegalArgumentException badOption) {
            throw new UsageException(badOption.getMessage(), badOption);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Of an array without a name, the fields show which of our own results it holds.
    private static InputRun open(List<Path> inputs, Format format, InputSettings settings) throws IOException {
        InputRun run = format.open(inputs, settings);
        if (settings.dataType() != null || !format.name().equals(InputFormats.NPY)) {
            return run;
        }
        Optional<Product> known = KnownFields.product(run.source().spec().type());
        return known.isEmpty()
                ? run
                : format.open(inputs, settings.holding(known.get().dataType()));
    }

    /// Refuses, before anything runs, records that `targets` cannot be computed from.
    ///
    /// @throws dev.sluice.formats.FormatException if a field is missing or of a type that no kernel reads
    public void requireComputable(List<String> targets) {
        boolean waveforms = source.spec().provides().equals(Waveforms.DATA_TYPE);
        boolean others = targets.stream().anyMatch(target -> !target.equals(Waveforms.DATA_TYPE));
        if (source instanceof NpySource && waveforms && others) {
            ((NpySource) source).requireWaveforms();
        }
    }

    /// The same where the targets take nothing from the source: they come from plugins with these names instead.
    ///
    /// @throws UsageException if files were named, which would not be read
    public InputSelection replacedBy(List<String> plugins, List<String> targets) {
        if (besides.stream().map(SourcePlugin::name).toList().equals(plugins)) {
            return this;
        }
        if (!files.isEmpty()) {
            throw new UsageException("--target " + String.join(",", targets) + " takes nothing from the INPUT "
                    + files.get(0) + ", but from " + String.join(", ", plugins) + "; leave the INPUT out");
        }
        String names = String.join(", ", plugins);
        return new InputSelection(source, List.of(), files, names, plugins.get(0), OptionalLong.empty(), List.of());
    }

    /// A warning that asks to set an option is answered once that option is set.
    private static List<String> unanswered(List<String> warnings, InputSettings settings) {
        return warnings.stream()
                .filter(warning ->
                        settings.options().keySet().stream().noneMatch(option -> warning.contains(" " + option + "=")))
                .toList();
    }

    private static String title(List<Path> inputs, String format) {
        String others = inputs.size() > 1 ? " and " + (inputs.size() - 1) + " more" : "";
        return inputs.get(0) + others + " (" + format + ")";
    }
}
