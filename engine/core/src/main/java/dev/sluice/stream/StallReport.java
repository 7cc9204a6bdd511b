package dev.sluice.stream;

import dev.sluice.chunk.TimeRange;
import java.time.Duration;
import java.util.List;

/// What the watchdog has found to be stuck. Immutable.
///
/// @param who      the plugin or source, or `reader`
/// @param dataType what it computes, reads, or does not take
/// @param chunk    the chunk that it is at, from 0
/// @param range    the interval of that chunk; null if it has none yet
/// @param lasting  for how long it has not gone on
/// @param stack    where its thread is; empty if that is not known
/// @param rings    how full every ring of the pass is
public record StallReport(
        String who,
        String dataType,
        long chunk,
        TimeRange range,
        Duration lasting,
        List<StackTraceElement> stack,
        List<StageStatistics> rings) {
    /// Copies the lists.
    public StallReport {
        stack = List.copyOf(stack);
        rings = List.copyOf(rings);
    }

    /// `Features is stuck on chunk 5 of features over [0, 10) for 2000 ms at a.B.c(B.java:1); rings: Features 3/16`.
    @Override
    public String toString() {
        return who + " is stuck on chunk " + chunk + " of " + dataType + (range == null ? "" : " over " + range)
                + " for " + lasting.toMillis() + " ms" + (stack.isEmpty() ? "" : " at " + stack.getFirst())
                + "; rings: "
                + String.join(", ", rings.stream().map(StageStatistics::fill).toList());
    }
}
