package dev.sluice.context;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.Demand;
import dev.sluice.store.Lineage;
import dev.sluice.store.LineageMismatch;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoredData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks for the data of one run in the stores of a context. For one thread.
final class StoredTypes {
    private final List<Shelf> shelves;
    private final String runId;
    private final Map<String, Lineage> lineages;
    private final Map<String, TimeRange> needed;
    private final List<String> warnings = new ArrayList<>();

    private StoredTypes(
            List<Shelf> shelves, String runId, Map<String, Lineage> lineages, Map<String, TimeRange> needed) {
        this.shelves = shelves;
        this.runId = runId;
        this.lineages = lineages;
        this.needed = needed;
    }

    /// A search for whatever serves to compute `targets` over `range`. Without stores no source is asked what it is.
    static StoredTypes of(
            List<Shelf> shelves,
            String runId,
            Ancestry ancestry,
            Map<String, ?> settings,
            List<String> targets,
            TimeRange range) {
        Map<String, Lineage> lineages = shelves.isEmpty() ? Map.of() : LineageWalk.of(ancestry, settings);
        return new StoredTypes(shelves, runId, lineages, needed(ancestry, settings, targets, range));
    }

    /// How much of every type of data the targets may need, if nothing but the sources were there.
    private static Map<String, TimeRange> needed(
            Ancestry ancestry, Map<String, ?> settings, List<String> targets, TimeRange range) {
        Map<String, TimeRange> needed = new HashMap<>();
        targets.forEach(target -> needed.put(target, range));
        List<String> order = ancestry.order();
        for (int i = order.size() - 1; i >= 0; i--) {
            String dataType = order.get(i);
            Demand demand = Resolution.demand(ancestry.plugin(dataType), settings);
            TimeRange ofInputs = WantedRanges.needed(demand, demand.chunkRecords() > 0, needed.get(dataType));
            for (String need : ancestry.plugin(dataType).spec().dependsOn()) {
                needed.merge(need, ofInputs, WantedRanges::hull);
            }
        }
        return needed;
    }

    StoreKey key(String dataType) {
        return new StoreKey(runId, dataType, lineages.get(dataType));
    }

    /// The data in the first store that has all that may be needed. A store that cannot be read counts as one that has
    /// nothing, with a warning, unless it is required.
    Optional<StoredData> find(String dataType) {
        for (Shelf shelf : shelves) {
            try {
                Optional<StoredData> found =
                        shelf.store().find(key(dataType)).filter(data -> data.covers(needed.get(dataType)));
                if (found.isPresent()) {
                    return found;
                }
            } catch (IOException | RuntimeException unread) {
                String problem = key(dataType) + " cannot be looked for in store "
                        + shelf.store().name() + ": " + unread.getMessage();
                if (shelf.required()) {
                    throw new UncheckedIOException(problem, new IOException(unread));
                }
                warnings.add(problem);
            }
        }
        return Optional.empty();
    }

    /// What went wrong in looking.
    List<String> warnings() {
        return warnings;
    }

    /// One sentence: where `dataType` is stored, or why it is not.
    String explain(String dataType) {
        if (shelves.isEmpty()) {
            return dataType + " of run " + runId + " is not stored: the context has no store; give it one";
        }
        StoreKey key = key(dataType);
        Optional<StoredData> found = find(dataType);
        if (found.isPresent()) {
            return key + " is stored, for the time range " + found.get().coverage();
        }
        List<String> reasons = new ArrayList<>();
        for (Shelf shelf : shelves) {
            reasons.add("in store " + shelf.store().name() + " " + reason(shelf, key));
        }
        return key + " is not stored: " + String.join("; ", reasons);
    }

    private static String reason(Shelf shelf, StoreKey key) {
        try {
            Optional<StoredData> part = shelf.store().find(key);
            if (part.isPresent()) {
                return "is only the time range " + part.get().coverage();
            }
            List<StoreKey> others = shelf.store().list(key.runId(), key.dataType());
            return LineageMismatch.explain(key, others)
                    .orElse("is nothing of run " + key.runId() + " and type " + key.dataType());
        } catch (IOException | RuntimeException unread) {
            return "nothing can be read: " + unread.getMessage();
        }
    }
}
