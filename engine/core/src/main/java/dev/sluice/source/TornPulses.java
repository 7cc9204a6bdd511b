package dev.sluice.source;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.Records;

/// Parts of pulses at the bounds of a range of time, of which the rest is not read: each becomes a pulse of its own, so
/// that no plugin misses what belongs to it. What is computed from them lies outside of the range that was asked for,
/// as that is read with whole pulses around it. Immutable.
final class TornPulses {
    private final PulseBounds pulses;
    private final TimeRange range;
    private final boolean possible;

    /// Those of a reader of `range`.
    TornPulses(PulseBounds pulses, TimeRange range) {
        this.pulses = pulses;
        this.range = range;
        this.possible = pulses.areFragments() && !range.isUnbounded();
    }

    /// Whether there are any among these records; false at once where the whole run is read.
    boolean among(Records records, long from, long to) {
        for (long i = from; possible && i < to; i++) {
            if (pulses.isTorn(records, i, range)) {
                return true;
            }
        }
        return false;
    }

    /// Copies these records into `out` with the torn ones made whole.
    void copy(Records records, long from, long to, SourceOutput out) {
        Records copy = out.records(to - from);
        copy.copyFrom(0, records, from, to - from);
        seal(copy, to - from);
    }

    /// Makes the torn ones whole among the first `count` records, which may be written.
    void seal(Records records, long count) {
        for (long i = 0; possible && i < count; i++) {
            if (pulses.isTorn(records, i, range)) {
                pulses.seal(records, i);
            }
        }
    }
}
