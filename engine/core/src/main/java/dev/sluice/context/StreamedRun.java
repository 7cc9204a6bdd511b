package dev.sluice.context;

import dev.sluice.analysis.JoinedTypes;
import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.ExecutorManager;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.internal.run.OpenStream;
import dev.sluice.internal.run.PipelineStream;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.KeepPolicy;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.store.StoreWriter;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.Overflow;
import dev.sluice.stream.StreamSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// One pass over a run: what is stored is loaded, the rest is computed, and what is to be kept is stored on the way.
/// Used once.
final class StreamedRun {
    private final List<AttachedStore> stores;
    private final String runId;
    private final List<String> targets;
    private final Set<String> wanted;
    private final TimeRange range;
    private final DependencyGraph ancestry;
    private final StoredTypes stored;
    private final Planner resolution;

    /// A pass that gives `targets`.
    ///
    /// @throws IllegalArgumentException if something needed is not provided, or does not fit
    StreamedRun(
            Context context,
            String runId,
            PluginRules rules,
            StreamSelection selection,
            List<String> targets,
            TimeRange range) {
        this(context, runId, rules, selection, targets, range, context.configured());
        wanted.addAll(targets);
    }

    /// A pass that gives rows of all `joined` types of data as one stream.
    ///
    /// @throws IllegalArgumentException if something needed is not provided, or does not fit
    StreamedRun(
            Context context,
            String runId,
            PluginRules rules,
            StreamSelection selection,
            JoinedTypes joined,
            TimeRange range) {
        this(
                context,
                runId,
                rules,
                selection,
                List.of(joined.spec().provides()),
                range,
                context.configured().with(joined));
        wanted.addAll(joined.spec().dependsOn());
    }

    private StreamedRun(
            Context context,
            String runId,
            PluginRules rules,
            StreamSelection selection,
            List<String> targets,
            TimeRange range,
            ConfiguredPlugins plugins) {
        this.stores = context.stores();
        this.runId = runId;
        this.targets = targets;
        this.wanted = new HashSet<>();
        this.range = range;
        this.ancestry = new DependencyGraph(targets, plugins::plugin);
        this.stored = StoredTypes.of(stores, runId, ancestry, plugins, rules, targets, selection.toBeComputed(range));
        this.resolution = new Planner(ancestry, plugins, rules, selection, stored::find).resolve(targets);
    }

    /// The plan without what is kept on the way.
    PipelinePlan plan() {
        return resolution.plan(runId, targets, List.of(), range);
    }

    /// Starts the pass: a stream for each target. What is named in `asked` is kept where its plugin leaves it open.
    ///
    /// Only a whole run is kept: of a part one would not know later what it lacks.
    List<PipelineStream> start(
            StreamSettings settings,
            Overflow overflow,
            List<CopyingTap> taps,
            Set<String> asked,
            ExecutorManager executors,
            Consumer<OpenStream> onClose) {
        List<StoreFailure> failures = new ArrayList<>();
        List<Saver> savers = range.equals(TimeRange.UNBOUNDED) ? savers(asked, failures) : List.of();
        Map<String, Set<String>> computedFor = new HashMap<>();
        targets.forEach(target -> computedFor.put(target, resolution.computedFor(target)));
        Savers saving = new Savers(savers, computedFor, targets.size(), settings.failurePolicy() == FailurePolicy.SKIP);
        List<PipelineStream> readers;
        try {
            failures.forEach(StoreFailure::throwIfRequired);
            List<String> keeping = savers.stream().map(Saver::dataType).toList();
            PipelinePlan plan = resolution.plan(runId, targets, keeping, range).buffered(overflow, targets.size());
            readers = saving.start(PipelineStream.start(plan, settings, taps, executors, closed -> {
                onClose.accept(closed);
                saving.closed(closed);
            }));
            requireSameFiles(readers);
        } catch (RuntimeException | Error refused) {
            saving.abort();
            throw refused;
        }
        stored.warnings().forEach(readers.get(0)::warn);
        failures.forEach(failure -> readers.get(0).warn(failure.sentence()));
        if (!stores.isEmpty() && range.equals(TimeRange.UNBOUNDED)) {
            unkept(asked).forEach(readers.get(0)::warn);
        }
        return readers;
    }

    /// The sources are open by now: what they read is what their files were before and after that.
    private void requireSameFiles(List<? extends ChunkStream> readers) {
        try {
            stored.requireSameFiles(ancestry);
        } catch (RuntimeException changed) {
            readers.forEach(ChunkStream::close);
            throw changed;
        }
    }

    private List<Saver> savers(Set<String> asked, List<StoreFailure> failures) {
        List<Saver> savers = new ArrayList<>();
        for (String dataType : resolution.computed()) {
            Map<AttachedStore, StoreWriter> writers = isKept(dataType, asked) ? writers(dataType, failures) : Map.of();
            if (!writers.isEmpty()) {
                savers.add(new Saver(dataType, writers));
            }
        }
        return savers;
    }

    /// What an interrupted run left of what is to be kept, in the order in which it is computed; and what comes before
    /// it and is to be kept too, which the rest alone would not give.
    List<InterruptedData> interrupted(Set<String> asked) {
        List<InterruptedData> left = new ArrayList<>();
        int begun = 0;
        for (String dataType : range.equals(TimeRange.UNBOUNDED) ? resolution.computed() : List.<String>of()) {
            if (!stores.isEmpty() && isKept(dataType, asked) && !stored.isLive(dataType)) {
                left.add(stored.interrupted(dataType, ancestry.product(dataType).type()));
                begun = left.getLast().isBegun() ? left.size() : begun;
            }
        }
        return left.subList(0, begun);
    }

    /// What is not kept because it was taken from a live input, though it would be if it were read from a file.
    private List<String> unkept(Set<String> asked) {
        return resolution.computed().stream()
                .filter(dataType -> isWanted(dataType, asked) && !isKept(dataType, asked))
                .map(dataType -> dataType + " is not kept, because it comes from a live input; ask for it with keep(\""
                        + dataType + "\"), under a run id of its own")
                .toList();
    }

    /// Of what is taken from a live input, only what the user names is kept.
    private boolean isKept(String dataType, Set<String> asked) {
        return isWanted(dataType, asked) && (!stored.isLive(dataType) || asked.contains(dataType));
    }

    private boolean isWanted(String dataType, Set<String> asked) {
        Plugin plugin = ancestry.plugin(dataType);
        KeepPolicy policy = plugin.spec()
                .keepPolicy(dataType)
                .orElse(plugin instanceof SourcePlugin ? KeepPolicy.EXPLICIT : KeepPolicy.TARGET);
        return policy == KeepPolicy.ALWAYS
                || policy != KeepPolicy.NEVER && asked.contains(dataType)
                || policy == KeepPolicy.TARGET && wanted.contains(dataType);
    }

    private Map<AttachedStore, StoreWriter> writers(String dataType, List<StoreFailure> failures) {
        Map<AttachedStore, StoreWriter> writers = new LinkedHashMap<>();
        for (AttachedStore attached : stores) {
            try {
                if (stored.isLive(dataType)) {
                    stored.requireNewRun(attached.store());
                }
                writers.put(
                        attached,
                        attached.store()
                                .writer(
                                        stored.key(dataType),
                                        ancestry.product(dataType).type()));
            } catch (IOException | RuntimeException refused) {
                failures.add(new StoreFailure(attached, stored.key(dataType), refused));
            }
        }
        return writers;
    }
}
