package dev.sluice.context;

import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.feed.LiveSource;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import dev.sluice.store.Lineage;
import dev.sluice.store.LineageMismatch;
import dev.sluice.store.Store;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoredData;
import dev.sluice.store.TrackedValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks for the data of one run in the stores of a context. For one thread.
final class StoredTypes {
    private final List<AttachedStore> stores;
    private final String runId;
    private final DependencyGraph ancestry;
    private final Map<String, Lineage> lineages;
    private final Map<String, TimeRange> needed;
    private final Map<String, LiveSource> live;
    private final List<String> warnings = new ArrayList<>();

    private StoredTypes(
            List<AttachedStore> stores,
            String runId,
            DependencyGraph ancestry,
            Map<String, Lineage> lineages,
            Map<String, TimeRange> needed,
            Map<String, LiveSource> live) {
        this.live = live;
        this.stores = stores;
        this.runId = runId;
        this.ancestry = ancestry;
        this.lineages = lineages;
        this.needed = needed;
    }

    /// A search for whatever serves to compute `targets` over `range`. Without stores no source is asked what it is.
    static StoredTypes of(
            List<AttachedStore> stores,
            String runId,
            DependencyGraph ancestry,
            ConfiguredPlugins plugins,
            PluginRules rules,
            List<String> targets,
            TimeRange range) {
        Map<String, Lineage> lineages = stores.isEmpty() ? Map.of() : LineageTree.of(ancestry, plugins, rules);
        return new StoredTypes(
                stores, runId, ancestry, lineages, needed(ancestry, plugins, targets, range), live(ancestry));
    }

    /// What is computed from a live input, and from which.
    private static Map<String, LiveSource> live(DependencyGraph ancestry) {
        Map<String, LiveSource> live = new HashMap<>();
        for (String dataType : ancestry.order()) {
            if (ancestry.plugin(dataType) instanceof LiveSource source) {
                live.put(dataType, source);
            }
            for (String need : ancestry.plugin(dataType).spec().dependsOn()) {
                if (live.containsKey(need)) {
                    live.put(dataType, live.get(need));
                }
            }
        }
        return live;
    }

    /// Whether `dataType` is computed from a live input: what was taken under the name of the run before says nothing
    /// about what is taken now.
    boolean isLive(String dataType) {
        return live.containsKey(dataType);
    }

    /// Whether a stream of `dataType` would be a new acquisition, for which nothing serves that is stored.
    private boolean isTaken(String dataType) {
        return isLive(dataType) && live.get(dataType).isOpen();
    }

    /// Checks that nothing of the run is stored: what is taken now would be mixed with what was taken before.
    ///
    /// @throws IllegalStateException if something is
    void requireNewRun(Store store) throws IOException {
        for (StoreKey stored : store.list()) {
            if (stored.runId().equals(runId)) {
                throw new IllegalStateException("run " + runId + " is not new, " + stored.dataType()
                        + " of it is stored already; give every acquisition of a live input a run id of its own");
            }
        }
    }

    /// How much of every type of data the targets may need, if nothing but the sources were there.
    private static Map<String, TimeRange> needed(
            DependencyGraph ancestry, ConfiguredPlugins plugins, List<String> targets, TimeRange range) {
        Map<String, Wanted> needed = new HashMap<>();
        targets.forEach(target -> needed.put(target, new Wanted(range, false)));
        List<String> order = ancestry.order();
        for (int i = order.size() - 1; i >= 0; i--) {
            String dataType = order.get(i);
            Requirements demand = Planner.demand(ancestry.plugin(dataType), plugins);
            Plugin plugin = ancestry.plugin(dataType);
            Wanted ofInputs =
                    needed.get(dataType).needed(demand, demand.chunkRecords() > 0, Planner.moves(plugin, ancestry));
            for (String need : ancestry.plugin(dataType).spec().dependsOn()) {
                needed.merge(need, ofInputs, Wanted::and);
            }
        }
        Map<String, TimeRange> ranges = new HashMap<>();
        needed.forEach((dataType, wanted) -> ranges.put(dataType, covering(wanted)));
        return ranges;
    }

    /// How far back records begin that reach into a range is not known of data that are not looked at yet.
    private static TimeRange covering(Wanted wanted) {
        return wanted.reaching() ? new TimeRange(Long.MIN_VALUE, wanted.range().end()) : wanted.range();
    }

    StoreKey key(String dataType) {
        return new StoreKey(runId, dataType, lineages.get(dataType));
    }

    /// The data in the first store that has all that may be needed. A store that cannot be read counts as one that has
    /// nothing, with a warning, unless it is required.
    Optional<StoredData> find(String dataType) {
        if (isTaken(dataType)) {
            return Optional.empty();
        }
        for (AttachedStore attached : stores) {
            try {
                Optional<StoredData> found = attached.store()
                        .find(key(dataType))
                        .filter(data -> data.covers(needed.get(dataType)) && isAlike(data, dataType));
                if (found.isPresent()) {
                    return found;
                }
            } catch (IOException | RuntimeException unread) {
                String problem = key(dataType) + " cannot be looked for in store "
                        + attached.store().name() + ": " + unread.getMessage();
                if (attached.required()) {
                    throw new UncheckedIOException(problem, new IOException(unread));
                }
                warnings.add(problem);
            }
        }
        return Optional.empty();
    }

    /// Whether the plugin still gives such records: a lineage says nothing of their fields.
    private boolean isAlike(StoredData data, String dataType) {
        return data.type().sameBytes(ancestry.product(dataType).type());
    }

    /// What a run that was interrupted left in the first store that has some of it.
    InterruptedData interrupted(String dataType, RecordType type) {
        StoreKey key = key(dataType);
        for (AttachedStore attached : stores) {
            try {
                Optional<StoredData> left = attached.store()
                        .unfinished(key)
                        .filter(data -> data.covers(TimeRange.UNBOUNDED)
                                && data.type().equals(type)
                                && !data.chunks().isEmpty());
                if (left.isPresent()) {
                    return new InterruptedData(attached.store(), key, type);
                }
            } catch (IOException | RuntimeException unread) {
                warnings.add("what an interrupted run left of " + key + " cannot be read: " + unread.getMessage());
            }
        }
        return new InterruptedData(null, key, type);
    }

    /// Checks that the files of the sources are still those that the lineages name: what was opened since then is
    /// kept under these lineages.
    ///
    /// @throws IllegalStateException if a file has been replaced or changed
    void requireSameFiles(DependencyGraph ancestry) {
        lineages.forEach((dataType, lineage) -> {
            Object known = lineage.entries().containsKey(dataType)
                    ? lineage.entries().get(dataType).options().get(Lineage.FILES)
                    : null;
            if (known == null || !(ancestry.plugin(dataType) instanceof SourcePlugin source)) {
                return;
            }
            Object now = TrackedValue.of(source.identity().get(Lineage.FILES));
            if (!known.equals(now)) {
                throw new IllegalStateException(source.name() + " changed while run " + runId + " began: files=" + known
                        + " by then, " + now + " now; run again once no program writes to them");
            }
        });
    }

    /// What went wrong in looking.
    List<String> warnings() {
        return warnings;
    }

    /// One sentence: where `dataType` is stored, or why it is not.
    String explain(String dataType) {
        if (stores.isEmpty()) {
            return dataType + " of run " + runId + " is not stored: the context has no store; give it one";
        }
        if (isTaken(dataType)) {
            return dataType + " of run " + runId + " is computed from the live input of "
                    + live.get(dataType).spec().provides() + ", which is open: every stream is a new acquisition, and"
                    + " what is kept of one is read once the input is closed";
        }
        StoreKey key = key(dataType);
        Optional<StoredData> found = find(dataType);
        if (found.isPresent()) {
            return key + " is stored, for the time range " + found.get().coverage();
        }
        List<String> reasons = new ArrayList<>();
        for (AttachedStore attached : stores) {
            reasons.add("in store " + attached.store().name() + " " + reason(attached, key));
        }
        return key + " is not stored: " + String.join("; ", reasons);
    }

    private String reason(AttachedStore attached, StoreKey key) {
        try {
            Optional<StoredData> part = attached.store().find(key);
            if (part.isPresent() && !isAlike(part.get(), key.dataType())) {
                return "are records of " + part.get().type().descr() + ", the plugin gives "
                        + ancestry.product(key.dataType()).type().descr() + " now; give it another version";
            }
            if (part.isPresent()) {
                return "is only the time range " + part.get().coverage();
            }
            List<StoreKey> others = attached.store().list(key.runId(), key.dataType());
            return LineageMismatch.explain(key, others)
                    .orElse("is nothing of run " + key.runId() + " and type " + key.dataType());
        } catch (IOException | RuntimeException unread) {
            return "nothing can be read: " + unread.getMessage();
        }
    }
}
