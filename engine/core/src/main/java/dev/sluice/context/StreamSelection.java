package dev.sluice.context;

import dev.sluice.chunk.Selection;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.Product;
import dev.sluice.record.RecordType;
import dev.sluice.selection.RecordFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which records leave the streams of a run: by condition, by column, and at the bounds of a range of time.
final class StreamSelection {
    private final TargetSelection all = new TargetSelection();
    private final Map<String, TargetSelection> targets = new LinkedHashMap<>();
    private Selection atBounds = Selection.STARTING_IN;
    private long longest = Long.MAX_VALUE;

    TargetSelection all() {
        return all;
    }

    TargetSelection of(String dataType) {
        return targets.computeIfAbsent(dataType, name -> new TargetSelection());
    }

    /// Chooses which records at the bounds belong to a range; none that starts before it is longer than
    /// `longestRecord`.
    void atBounds(Selection selection, long longestRecord) {
        atBounds = selection;
        longest = longestRecord;
    }

    /// The range in which records must be computed so that those that belong to `range` are among them.
    TimeRange toBeComputed(TimeRange range) {
        if (!reachesBack(range)) {
            return range;
        }
        boolean all = longest == Long.MAX_VALUE || range.start() < Long.MIN_VALUE + longest;
        return new TimeRange(all ? Long.MIN_VALUE : range.start() - longest, range.end());
    }

    /// Whether records that start before `range` belong to it.
    boolean reachesBack(TimeRange range) {
        return atBounds == Selection.TOUCHING && !range.isEmpty() && range.start() != Long.MIN_VALUE;
    }

    /// What selects the records of `product` that are wanted of `range`; empty if all are that start in it.
    ///
    /// @throws IllegalArgumentException if the selection does not fit the records
    Optional<SelectedRecords> of(Product product, TimeRange range) {
        TargetSelection own = targets.getOrDefault(product.dataType(), all);
        TargetSelection selection = own == all ? all : own.orElse(all);
        boolean timed = atBounds == Selection.CONTAINED && !range.equals(TimeRange.UNBOUNDED) || reachesBack(range);
        if (selection.isAll() && !timed) {
            return Optional.empty();
        }
        try {
            RecordType type = product.type();
            RecordFilter filter =
                    selection.expression().isEmpty() ? null : RecordFilter.parse(selection.expression(), type);
            return Optional.of(
                    new SelectedRecords(product, selection.columnsOf(type), filter, timed ? atBounds : null, range));
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException(
                    "the selection does not fit " + product.dataType() + ": " + unfit.getMessage()
                            + "; what is for one type of data alone is set with target(dataType)",
                    unfit);
        }
    }
}
