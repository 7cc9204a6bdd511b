package dev.sluice.app;

import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Configuration;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.NearestName;
import dev.sluice.record.RecordType;
import dev.sluice.stream.ChunkStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One input with the plugins, settings and means that a command was given: ready to stream, or to show its plan. Owns
/// the context. For one thread.
final class PreparedRun implements AutoCloseable {
    private final Context context;
    private final StreamingContext streaming;
    private final InputSelection input;
    private final String runId;
    private final List<String> targets;
    private final TimeRange range;
    private final boolean skips;
    private final int workers;
    private final Optional<String> note;

    private PreparedRun(Context context, InputSelection input, Processing processing, EngineOptions engine, int atATime)
            throws IOException {
        this.context = context;
        this.targets = processing.targets();
        this.input = processing.configure(context, input);
        this.input.requireComputable(targets);
        this.runId = processing.options().runId(this.input.runId());
        this.range = processing.options().timeRange();
        this.skips = processing.options().failurePolicy() == FailurePolicy.SKIP;
        this.workers = engine.workers(atATime);
        this.streaming = engine.streaming(context, runId, processing.options().failurePolicy(), atATime);
        this.note = useProfile(engine);
    }

    /// What is the same for all inputs of a command.
    ///
    /// @param options       what is computed
    /// @param targets       the types of data
    /// @param configuration what options are set to
    /// @param catalogue     the plugins, which stay the caller's
    record Processing(
            ProcessingOptions options, List<String> targets, Configuration configuration, PluginCatalogue catalogue) {
        /// Checks, before any input is looked at, that some plugin knows the targets and the settings.
        ///
        /// @throws UsageException if none does
        void requireKnown() {
            Set<String> names = new LinkedHashSet<>();
            catalogue.all().forEach(plugin -> names.addAll(plugin.products()));
            catalogue.all().forEach(plugin -> names.addAll(plugin.dependsOn()));
            for (String target : targets) {
                if (!names.contains(target)) {
                    throw new UsageException(
                            "no plugin provides '" + target + "'" + NearestName.choices(target, "there are", names));
                }
            }
            UsedOptions.requireFit(configuration, catalogue.all());
        }

        /// Sets the options; the input that is really read, as a plugin may make its data from nothing.
        private InputSelection configure(Context context, InputSelection input) {
            List<KnownPlugin> chain = options.configure(context, configuration, catalogue, targets);
            if (chain.stream()
                    .anyMatch(plugin ->
                            plugin.provides().equals(input.source().spec().provides()))) {
                return input;
            }
            List<String> heads = chain.stream()
                    .filter(plugin -> plugin.dependsOn().isEmpty())
                    .map(KnownPlugin::name)
                    .toList();
            return heads.isEmpty() ? input : input.replacedBy(heads, targets);
        }
    }

    /// Prepares an input, where `atATime` runs share the machine.
    ///
    /// @throws UsageException if the options do not fit the input or each other
    static PreparedRun of(Processing processing, EngineOptions engine, InputSelection input, int atATime)
            throws IOException {
        Context context = Context.create().register(input.source());
        input.besides().forEach(context::register);
        try {
            context.register(processing.catalogue().beside(input.sources()));
            return new PreparedRun(context, input, processing, engine, atATime);
        } catch (IOException | RuntimeException refused) {
            context.close();
            throw refused;
        }
    }

    private Optional<String> useProfile(EngineOptions engine) throws IOException {
        List<String> notes = new ArrayList<>();
        Optional<TuningProfile> profile = engine.profile(notes::add);
        if (profile.isEmpty()) {
            return notes.stream().findFirst();
        }
        if (profile.get().isOfThisMachine()) {
            streaming.chunkBytes(profile.get().chunkBytes());
            return Optional.empty();
        }
        return Optional.of("the profile is of another machine (" + profile.get().machine()
                + "), so it is ignored; ./sluice tune makes one for this machine");
    }

    /// A stream of each target; what cannot be computed from this input is wrong usage.
    List<ChunkStream> start() {
        try {
            return streaming.getStreams(targets, range);
        } catch (IllegalArgumentException impossible) {
            throw refusal(impossible);
        }
    }

    /// The error of targets that cannot be computed from this input.
    UsageException refusal(IllegalArgumentException impossible) {
        return ReachableTypes.refusal(context, input.source().spec().provides(), impossible);
    }

    StreamingContext streaming() {
        return streaming;
    }

    InputSelection input() {
        return input;
    }

    String runId() {
        return runId;
    }

    List<String> targets() {
        return targets;
    }

    TimeRange range() {
        return range;
    }

    /// Whether what fails is left out.
    boolean skips() {
        return skips;
    }

    int workers() {
        return workers;
    }

    /// What the user should know of the settings.
    Optional<String> note() {
        return note;
    }

    /// What is read, as a type of data that is a target too.
    Map<String, RecordType> inputType() {
        return Map.of(input.source().spec().provides(), input.source().spec().type());
    }

    /// The type of the records of a target.
    RecordType type(String target) {
        return context.product(target).type();
    }

    @Override
    public void close() {
        context.close();
    }
}
