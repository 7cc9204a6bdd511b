package dev.sluice.waveform;

import dev.sluice.record.LongField;
import dev.sluice.record.Records;

/// Which record hits of strax were found in: `record_i`, an int32, counts the records of the run from 0.
///
/// The one place where that is counted from somewhere else: a kernel counts from the number that it is given, and the
/// files of strax count within a chunk. Stateless.
public final class RecordNumbers {
    /// The `record_i` of a hit whose record has no known place in the run.
    public static final long UNKNOWN = -1;

    private static final LongField RECORD = StraxTypes.HIT.longField("record_i");

    private RecordNumbers() {}

    /// Whether `record_i` can number that many records from `first` on.
    public static boolean fit(long first, long count) {
        return first >= 0 && first <= Integer.MAX_VALUE - count;
    }

    /// Counts from `by` records earlier: adds `by`, which may be negative, to the `record_i` of all `hits`.
    ///
    /// @throws IllegalArgumentException if one is then beyond int32, or negative
    public static void shift(Records hits, long by) {
        for (long i = 0; by != 0 && i < hits.count(); i++) {
            long index = RECORD.get(hits, i) + by;
            if (index < 0 || index > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("the record of a hit is number " + index
                        + " of the run, but record_i is an int32 and counts from 0 to " + Integer.MAX_VALUE
                        + "; divide the run into several of fewer records");
            }
            RECORD.set(hits, i, index);
        }
    }

    /// Says of all `hits` that the place of their record is not known.
    public static void forget(Records hits) {
        for (long i = 0; i < hits.count(); i++) {
            RECORD.set(hits, i, UNKNOWN);
        }
    }
}
