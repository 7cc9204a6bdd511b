package dev.sluice.formats.wavedump;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.DigitizerModel;
import dev.sluice.formats.wavedump.file.EventLayout;
import dev.sluice.formats.wavedump.file.FileName;
import dev.sluice.formats.wavedump.file.SampleKind;
import dev.sluice.formats.wavedump.file.WaveDumpDamage;
import dev.sluice.formats.wavedump.time.LoneTagRule;
import dev.sluice.formats.wavedump.time.RestartRule;
import dev.sluice.formats.wavedump.time.WaveDumpOptions;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import dev.sluice.store.FileIdentity;
import dev.sluice.store.Lineage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Provides the waveforms of a CAEN WaveDump run: the events of its channel files, merged by time.
///
///     ./sluice run daq/run42 --set model=V1730 --set dt_ns=2 --set clock_ns=8
///
/// Samples are copied once, from the mapped file into the ring; 8-bit samples are widened to `<u2`. What an option does
/// not say is taken from `WaveDumpConfig.txt` beside the files, else assumed, and [#warnings] says so.
public final class WaveDumpSource extends SourcePlugin {
    /// The digitiser.
    public static final Option<String> MODEL = Option.text(
                    "model",
                    "auto",
                    "digitiser such as V1730 or 751, for dt_ns and clock_ns; auto: from WaveDumpConfig.txt")
            .where(WaveDumpSource::isModel, "a digitiser");
    /// The sampling period.
    public static final Option<OptionalDouble> DT_NS = Option.optionalReal(
                    "dt_ns", "by model", "time between two samples")
            .unit("ns")
            .where(WaveDumpSource::isPositive, "greater than 0");
    /// The tick of the trigger time tag.
    public static final Option<OptionalDouble> CLOCK_NS = Option.optionalReal(
                    "clock_ns", "by model", "tick of the trigger time tag")
            .unit("ns")
            .where(WaveDumpSource::isPositive, "greater than 0");
    /// The width of the trigger time tag; 30 bits must be set, as tags alone do not distinguish them from 31:
    /// [dev.sluice.formats.wavedump.time.TagUnwrapper].
    public static final Option<String> TAG_BITS = Option.choice(
            "tag_bits",
            "auto",
            List.of("auto", "30", "31", "32"),
            "bits after which the trigger time tag rolls over; auto: 31 or 32, as the tags show, but never 30");
    /// How samples are stored.
    public static final Option<String> SAMPLE_TYPE = Option.choice(
            "sample_type",
            "auto",
            List.of("auto", "u1", "u2", "f4"),
            "samples in the files; auto: by model, or RECORD_LENGTH against the size of an event");
    /// Samples per record.
    public static final Option<Long> RECORD_LENGTH = Option.integer(
                    "record_length", 0, "samples per record; 0: those of the longest event found")
            .unit("samples")
            .where(
                    length -> length >= 0 && length <= EventLayout.LARGEST_EVENT_BYTES,
                    "from 0 to " + EventLayout.LARGEST_EVENT_BYTES);

    /// What to do with another run in the same file.
    public static final Option<String> RESTART = Option.choice(
            "restart",
            "refuse",
            List.of("refuse", "stop", "continue"),
            "where another run starts in a file: an error, the end, or read on restart_gap later");
    /// The time between two runs in the same file.
    public static final Option<OptionalDouble> RESTART_GAP = Option.optionalReal(
                    "restart_gap", "unknown", "from the last event in front of a restart to the first one after it")
            .unit("s")
            .where(gap -> gap.isEmpty() || gap.getAsDouble() >= 0 && gap.getAsDouble() < 1e9, "from 0 to 1e9");

    /// What to make of a tag that alone speaks for a turn of the clock.
    public static final Option<String> LONE_TAG = Option.choice(
            "lone_tag",
            "refuse",
            List.of("refuse", "turn", "damage"),
            "where one tag alone tells that the clock turned: an error, believe it, or take it for wrong");

    private final List<Path> inputs;
    private final Map<String, ?> settings;
    private final WaveDumpRun run;
    private final List<String> unread;
    private final RecordType type;

    /// The run in `inputs`: a directory, or channel files; everything else taken from the files.
    ///
    /// @throws dev.sluice.formats.FormatException if they are not WaveDump's, or do not belong together
    /// @throws IOException if a file cannot be opened
    public WaveDumpSource(Path... inputs) throws IOException {
        this(List.of(inputs), Map.of(), FailurePolicy.FAIL);
    }

    /// The same with settings of the options above: `model`, `sample_type` and `record_length` decide the type of the
    /// records and so must be given here; the others may also be set in the context, which goes first, unless it sets
    /// an option to its default: that cannot be distinguished from not setting it, and the setting given here stays.
    /// Files without one complete event are refused, or with [FailurePolicy#SKIP] left out and reported as lost.
    public WaveDumpSource(List<Path> inputs, Map<String, ?> settings, FailurePolicy policy) throws IOException {
        this.inputs = List.copyOf(inputs);
        this.settings = Map.copyOf(settings);
        this.run = WaveDumpRun.open(this.inputs, options(option -> value(option, settings), policy));
        this.unread = WaveDumpInputs.unread(this.inputs);
        this.type = Waveforms.type(run.sampleKind() == SampleKind.FLOAT_32 ? "<f4" : "<u2", run.recordLength());
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(Waveforms.DATA_TYPE, type)
                .version("1.0")
                .writesEveryField()
                .help("events of CAEN WaveDump files, merged by time")
                .options(MODEL, DT_NS, CLOCK_NS, TAG_BITS, SAMPLE_TYPE, RECORD_LENGTH, RESTART, RESTART_GAP, LONE_TAG);
    }

    /// `WaveDumpSource run42`, for messages.
    @Override
    public String name() {
        return "WaveDumpSource " + inputs.get(0) + (inputs.size() > 1 ? " and " + (inputs.size() - 1) + " more" : "");
    }

    /// The files and what is known about them.
    public WaveDumpRun run() {
        return run;
    }

    /// What was assumed, what in a directory is not read, and what may surprise: one sentence each, for the user's
    /// eyes.
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(run.warnings());
        warnings.addAll(unread);
        boolean positive = run.files().stream()
                .anyMatch(file -> run.polarity(file.channel()).equals(Optional.of(PulsePolarity.POSITIVE)));
        if (positive) {
            warnings.add(
                    "WaveDumpConfig.txt says PULSE_POLARITY POSITIVE; charges are positive for negative-going pulses"
                            + " unless polarity=positive is set");
        }
        return warnings;
    }

    /// The first damage that is known before a single event is read, so that a caller that wants all or nothing need
    /// not stream up to it; a file whose events look complete may still turn out to be broken.
    public Optional<FormatException> damage() {
        return run.files().stream()
                .flatMap(file -> file.damage().stream())
                .map(WaveDumpDamage::error)
                .findFirst();
    }

    /// Events in the files, estimated from their sizes; exact where all events are of one size.
    public long recordCount() {
        return WaveDumpReader.events(run);
    }

    /// The files, the configuration beside them included, and what the constructor was given.
    @Override
    public Map<String, Object> identity() {
        try {
            List<FileName> channels = WaveDumpInputs.files(inputs);
            List<Path> files =
                    new ArrayList<>(channels.stream().map(FileName::path).toList());
            WaveDumpInputs.configuration(channels).ifPresent(found -> files.add(found.file()));
            Map<String, Object> told = new TreeMap<>();
            spec().options().stream()
                    .filter(option -> settings.containsKey(option.name()))
                    .forEach(option -> told.put(option.name(), canonical(option, settings.get(option.name()))));
            return Map.of(Lineage.FILES, FileIdentity.trackedFiles(files), "settings", told);
        } catch (IOException unseen) {
            throw new UncheckedIOException(
                    "cannot look at the files of " + name() + ": " + unseen.getMessage(), unseen);
        }
    }

    private static <T> Object canonical(Option<T> option, Object setting) {
        return option.canonical(option.value(setting));
    }

    @Override
    public ChunkReader open(SourceContext context) throws IOException {
        WaveDumpOptions wanted = options(option -> chosen(option, context), context.failurePolicy());
        WaveDumpRun found = WaveDumpRun.open(inputs, wanted);
        RecordType foundType =
                Waveforms.type(found.sampleKind() == SampleKind.FLOAT_32 ? "<f4" : "<u2", found.recordLength());
        if (!foundType.equals(type)) {
            throw new IllegalArgumentException("the type of the records changed from " + type.descr() + " to "
                    + foundType.descr()
                    + "; give model, sample_type and record_length to the constructor of the source,"
                    + " and let nothing write to the files");
        }
        return new WaveDumpReader(found, type, context);
    }

    /// What the context says, else what the constructor was given.
    private Object chosen(Option<?> option, SourceContext context) {
        Object inContext = context.get(option);
        return inContext.equals(option.defaultValue()) ? value(option, settings) : inContext;
    }

    private static Object value(Option<?> option, Map<String, ?> settings) {
        Object setting = settings.get(option.name());
        return setting == null ? option.defaultValue() : option.value(setting);
    }

    private static WaveDumpOptions options(java.util.function.Function<Option<?>, Object> value, FailurePolicy policy) {
        String model = (String) value.apply(MODEL);
        String sampleType = (String) value.apply(SAMPLE_TYPE);
        String tagBits = (String) value.apply(TAG_BITS);
        long recordLength = (Long) value.apply(RECORD_LENGTH);
        return new WaveDumpOptions(
                (OptionalDouble) value.apply(DT_NS),
                (OptionalDouble) value.apply(CLOCK_NS),
                tagBits.equals("auto") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(tagBits)),
                sampleType.equals("auto") ? Optional.empty() : Optional.of(SampleKind.of(sampleType)),
                model.equals("auto") ? Optional.empty() : Optional.of(DigitizerModel.of(model)),
                recordLength == 0 ? OptionalInt.empty() : OptionalInt.of((int) recordLength),
                policy == FailurePolicy.SKIP ? DamagePolicy.SKIP : DamagePolicy.FAIL,
                restart((String) value.apply(RESTART), (OptionalDouble) value.apply(RESTART_GAP)),
                LoneTagRule.valueOf(((String) value.apply(LONE_TAG)).toUpperCase(java.util.Locale.ROOT)));
    }

    private static RestartRule restart(String kind, OptionalDouble gap) {
        RestartRule.Kind rule = RestartRule.Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT));
        return new RestartRule(rule, 1e9 * gap.orElse(rule == RestartRule.Kind.CONTINUE ? Double.NaN : 0));
    }

    private static boolean isModel(String text) {
        return text.equals("auto") || DigitizerModel.of(text) != null;
    }

    private static boolean isPositive(OptionalDouble value) {
        return value.isEmpty() || (value.getAsDouble() > 0 && Double.isFinite(value.getAsDouble()));
    }
}
