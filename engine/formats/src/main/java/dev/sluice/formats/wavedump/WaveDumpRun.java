package dev.sluice.formats.wavedump;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.DigitizerModel;
import dev.sluice.formats.wavedump.file.FileName;
import dev.sluice.formats.wavedump.file.RunBoards;
import dev.sluice.formats.wavedump.file.RunFile;
import dev.sluice.formats.wavedump.file.SampleKind;
import dev.sluice.formats.wavedump.file.WaveDumpDamage;
import dev.sluice.formats.wavedump.file.WaveDumpLoss;
import dev.sluice.formats.wavedump.time.TagTime;
import dev.sluice.formats.wavedump.time.TagUnwrapper;
import dev.sluice.formats.wavedump.time.WaveDumpOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The files of one WaveDump run, and what is known about them: model, clocks, sample kind, record length. Immutable.
///
/// [#open] looks at the first event of each file; where a file's length does not fit events of equal size, at all its
/// headers. Then it merges a few hundred events to see whether the files agree. It holds no file open; [#merge] does.
/// What was believed and why stands in [#notes]; what was merely assumed stands in [#warnings].
public final class WaveDumpRun {
    private static final double ASSUMED_DT_NS = 1;
    private static final double ASSUMED_CLOCK_NS = 8;
    private static final int EVENTS_TRIED = 256;

    private final WaveDumpOptions options;
    private final Optional<WaveDumpConfiguration> configuration;
    private final Optional<DigitizerModel> model;
    private final List<RunFile> files;
    private final List<WaveDumpLoss> unreadable;
    private final List<String> notes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final double dtNs;
    private final double clockNs;
    private final int recordLength;

    private WaveDumpRun(
            WaveDumpOptions options,
            Optional<WaveDumpConfiguration> configuration,
            Optional<DigitizerModel> told,
            List<RunFile> files,
            List<Unreadable> unreadable) {
        this.options = options;
        this.configuration = configuration;
        this.files = files;
        boolean floats = files.get(0).kind() == SampleKind.FLOAT_32;
        this.model = told.isPresent() || !floats ? told : Optional.of(DigitizerModel.X742);
        this.dtNs = samplingPeriod();
        this.clockNs = tagClock();
        int longest = files.stream().mapToInt(RunFile::longestEvent).max().getAsInt();
        this.recordLength = options.recordLength().orElse(longest);
        this.unreadable = unreadable.stream().map(this::loss).toList();
        describe(told);
        warnOfAssumptions(told.isPresent());
    }

    /// A file without one complete event, left out under [DamagePolicy#SKIP].
    private record Unreadable(Path path, WaveDumpDamage damage) {}

    /// Finds and describes the run in `inputs`, each a file or a directory with `wave*.dat` and `TR_*.dat`.
    ///
    /// Throws [FormatException] where a file is not WaveDump's, where files do not belong together, or where a
    /// directory holds none. Under [DamagePolicy#SKIP] a file without one complete event is reported as lost, if others
    /// are good.
    public static WaveDumpRun open(List<Path> inputs, WaveDumpOptions options) throws IOException {
        List<FileName> names = WaveDumpInputs.files(inputs);
        Optional<WaveDumpConfiguration> configuration = WaveDumpInputs.configuration(names);
        Optional<DigitizerModel> model = options.model().or(() -> configuration.flatMap(WaveDumpConfiguration::model));
        RunScan scan = new RunScan(options, configuration);
        List<FileName> good = new ArrayList<>();
        List<RunFile> files = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (FileName name : names) {
            try {
                files.add(scan.describe(name));
                good.add(name);
            } catch (FormatException refused) {
                if (options.onDamage() == DamagePolicy.FAIL || files.isEmpty() && name == names.get(names.size() - 1)) {
                    throw refused;
                }
                unreadable.add(new Unreadable(name.path(), scan.damageOf(name, refused)));
            }
        }
        checkOneKind(files);
        List<RunFile> looked = scan.lookAgain(good, files);
        List<String> doubts = new ArrayList<>(scan.doubts());
        List<RunFile> boarded = RunBoards.settle(looked, doubts);
        SplitFiles.requireOneBoard(good, boarded);
        List<RunFile> numbered = ChannelNumbers.assign(good, boarded);
        ChannelNumbers.noteContradictions(good, boarded, numbered, doubts);
        WaveDumpRun run = new WaveDumpRun(options, configuration, model, numbered, unreadable);
        run.warnings.addAll(doubts);
        run.tryMerging();
        return run;
    }

    /// Merges the first events, for the warnings; a broken one among them is left to the reader.
    private void tryMerging() throws IOException {
        try (WaveDumpMerge merge = merge()) {
            try {
                int tried = 0;
                while (tried < EVENTS_TRIED && merge.next()) {
                    tried++;
                }
            } catch (FormatException broken) {
                notes.add("the events that were looked at end early: " + broken.finding());
            }
            warnings.addAll(merge.warnings());
        }
    }

    /// Opens all files and merges their events by time; the caller closes the merge.
    public WaveDumpMerge merge() throws IOException {
        return WaveDumpMerge.open(this);
    }

    /// The readable files, in the order in which they break ties.
    public List<RunFile> files() {
        return List.copyOf(files);
    }

    /// The configuration found beside the files.
    public Optional<WaveDumpConfiguration> configuration() {
        return configuration;
    }

    /// The digitizer, as set, as configured, or as the float samples of an x742 give away.
    public Optional<DigitizerModel> model() {
        return model;
    }

    /// Time between two samples, in ns.
    public double dtNs() {
        return dtNs;
    }

    /// Length of one tick of the trigger time tag, in ns.
    public double clockNs() {
        return clockNs;
    }

    /// Samples per record: as set, else those of the longest event.
    public int recordLength() {
        return recordLength;
    }

    /// The samples of a record: [SampleKind#UNSIGNED_16] or [SampleKind#FLOAT_32].
    public SampleKind sampleKind() {
        return files.get(0).kind().inRecord();
    }

    /// Length of all readable files together.
    public long bytes() {
        return files.stream().mapToLong(RunFile::bytes).sum();
    }

    /// The polarity that a channel was configured with.
    public Optional<PulsePolarity> polarity(int channel) {
        return configuration.flatMap(settings -> settings.polarity(channel));
    }

    /// The options that the run was opened with.
    public WaveDumpOptions options() {
        return options;
    }

    /// What was found out, and from what: one sentence each.
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /// What had to be assumed, and how to set it: one sentence each.
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /// Files that were left out as a whole under [DamagePolicy#SKIP].
    public List<WaveDumpLoss> unreadable() {
        return unreadable;
    }

    /// Bytes of an event of the configured `RECORD_LENGTH`, header included; 0 if it is not known. Digitizers round it.
    long expectedEventBytes(SampleKind kind) {
        return RunScan.expectedEventBytes(configuration, kind);
    }

    /// A fresh unwrapper for one file's tags: of the set width, else automatic.
    TagUnwrapper unwrapper() {
        return options.tagBits().isPresent()
                ? TagUnwrapper.ofBits(options.tagBits().getAsInt())
                : TagUnwrapper.automatic();
    }

    private double samplingPeriod() {
        if (options.dtNs().isPresent()) {
            return options.dtNs().getAsDouble();
        }
        if (model.isPresent()) {
            return configuration
                    .map(settings -> settings.samplingPeriodNs(model.get()))
                    .orElse(model.get().samplingPeriodNs());
        }
        boolean bytes = files.get(0).kind() == SampleKind.UNSIGNED_8;
        double assumed = bytes ? DigitizerModel.X721.samplingPeriodNs() : ASSUMED_DT_NS;
        warnings.add("no digitizer model is known, so dt_ns=" + assumed + " is assumed; set model or dt_ns");
        return assumed;
    }

    private double tagClock() {
        if (options.clockNs().isPresent()) {
            return options.clockNs().getAsDouble();
        }
        if (model.isEmpty()) {
            warnings.add("no digitizer model is known, so clock_ns=" + ASSUMED_CLOCK_NS
                    + " is assumed; set model or clock_ns");
        }
        return model.map(DigitizerModel::tagClockNs).orElse(ASSUMED_CLOCK_NS);
    }

    /// Float samples speak for an x742, but the model's clocks are then only assumed.
    private void warnOfAssumptions(boolean modelIsTold) {
        for (RunFile file : files) {
            if (file.kindAssumed()) {
                warnings.add("nothing says how samples are stored, so sample_type=" + file.kind()
                        + " is assumed; set model or sample_type (u1 for 8-bit samples, u2, f4), file=" + file.path()
                        + ": " + file.kindReason());
                break;
            }
        }
        if (modelIsTold || model.isEmpty()) {
            return;
        }
        String because = "no digitizer model is known, so that of an x742, ";
        if (options.dtNs().isEmpty()) {
            warnings.add(because + "dt_ns=" + dtNs + ", is assumed for float samples; set model or dt_ns");
        }
        if (options.clockNs().isEmpty()) {
            warnings.add(because + "clock_ns=" + clockNs + ", is assumed for float samples; set model or clock_ns");
        }
    }

    private void describe(Optional<DigitizerModel> told) {
        String source = options.model().isPresent()
                ? "as set"
                : told.isPresent() ? "from " + configuration.get().file() : "only it writes float samples";
        model.ifPresent(known -> notes.add("model=" + known.number() + ": " + source));
        notes.add("dt_ns=" + dtNs + ", clock_ns=" + clockNs + ", record_length=" + recordLength);
        for (RunFile file : files) {
            notes.add("sample_type=" + file.kind() + ", channel=" + file.channel()
                    + (file.renumbered() ? " by its name" : "") + ": file=" + file.path() + ", " + file.kindReason());
        }
    }

    private WaveDumpLoss loss(Unreadable file) {
        OptionalLong tag = file.damage().tag();
        OptionalLong at = tag.isPresent()
                ? OptionalLong.of(TagTime.of(clockNs).ns(unwrapper().unwrap(tag.getAsLong())))
                : OptionalLong.empty();
        return new WaveDumpLoss(file.path(), file.damage(), 0, at, OptionalLong.empty());
    }

    private static void checkOneKind(List<RunFile> files) {
        SampleKind kind = files.get(0).kind().inRecord();
        for (RunFile file : files) {
            if (file.kind().inRecord() != kind) {
                throw new FormatException(
                        file.path(),
                        0,
                        "the run mixes float and integer samples, sample_type=" + file.kind() + " here ("
                                + file.kindReason()
                                + ") and " + files.get(0).kind() + " in "
                                + files.get(0).path(),
                        "read them one by one, or set sample_type");
            }
        }
    }
}
