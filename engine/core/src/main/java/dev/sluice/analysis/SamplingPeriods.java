package dev.sluice.analysis;

import dev.sluice.chunk.Loss;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.PluginContext;
import dev.sluice.record.DoubleField;
import dev.sluice.record.Field;
import dev.sluice.record.LongField;
import dev.sluice.record.NumpyConversion;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.stream.Collectors;

/// Sees that hits have a `dt`, the time from one sample to the next: where it is 0, below, NaN or infinite, the times
/// of a hit within its waveform are not known.
///
/// Of one worker; allocates nothing while hits have one.
public final class SamplingPeriods {
    private static final String FIELD = "dt";

    private static final String REMEDY = "; set dt in the array a of the file, here to 4 ns: a['dt'] = 4, and save it";

    private static final int BLOCK = 256;

    private final DoubleField dt;
    /// The same field if it is of integers, of which many are looked at in one pass; else null.
    private final LongField whole;
    private final long[] block = new long[BLOCK];
    private final LongField time;
    private final LongField channel;
    private final boolean skipping;

    /// Looks at hits of that type, which have a time, a dt and a channel.
    public SamplingPeriods(RecordType hits, PluginContext context) {
        dt = hits.doubleField(FIELD);
        whole = dt.field().type().isInteger() ? hits.longField(FIELD) : null;
        time = hits.longField("time");
        channel = hits.longField("channel");
        skipping = context.failurePolicy() == FailurePolicy.SKIP;
    }

    /// Requires that waveforms have the field.
    ///
    /// @throws IllegalArgumentException if they have not
    public static void requireField(RecordType waveforms) {
        if (!waveforms.has(FIELD)) {
            throw new IllegalArgumentException("the waveforms have no field 'dt', the time from one sample to the next,"
                    + " which the times of hits need; there are: " + names(waveforms)
                    + "; add it to the array a of the file, here 4 ns: " + NumpyConversion.withField(FIELD, "<i4", "4")
                    + "; features and basic_features do without");
        }
    }

    private static String names(RecordType type) {
        return type.fields().stream().map(Field::name).collect(Collectors.joining(", "));
    }

    /// Requires that every hit has one.
    ///
    /// @throws IllegalArgumentException if one has none
    public void require(Records hits) {
        long first = firstWithout(hits);
        if (first < hits.count()) {
            throw new IllegalArgumentException(fault(hits, first) + REMEDY);
        }
    }

    /// Returns those of these hits, in the memory of `out`, that have one. Under [FailurePolicy#SKIP] the others are
    /// left out and marked as lost.
    ///
    /// @throws IllegalArgumentException if one has none, and the policy is to fail
    public Records keep(Records hits, ChunkOutput out) {
        if (!skipping) {
            requireOrSkip(hits);
            return hits;
        }
        long kept = firstWithout(hits);
        for (long i = kept; i < hits.count(); i++) {
            if (!isThere(hits, i)) {
                i = leaveOut(hits, i, out);
            } else {
                if (kept < i) {
                    hits.copyFrom(kept, hits, i, 1);
                }
                kept++;
            }
        }
        return kept < hits.count() ? out.records(kept) : hits;
    }

    /// Marks a hit and its neighbours of the same kind as one loss; returns the last of them.
    private long leaveOut(Records hits, long first, ChunkOutput out) {
        long last = first;
        while (last + 1 < hits.count() && !isThere(hits, last + 1)) {
            last++;
        }
        long count = last - first + 1;
        out.lost(new Loss(
                time.get(hits, first),
                time.get(hits, last) + 1,
                (count == 1 ? "1 hit was left out: " : count + " hits were left out: ") + fault(hits, first)));
        return last;
    }

    private boolean isThere(Records hits, long index) {
        double period = dt.get(hits, index);
        return period > 0 && period < Double.POSITIVE_INFINITY;
    }

    private String fault(Records hits, long index) {
        double period = dt.get(hits, index);
        String value = period == (long) period ? Long.toString((long) period) : Double.toString(period);
        return "a waveform with hits has dt=" + value + " at time=" + time.get(hits, index) + " channel="
                + channel.get(hits, index) + ", not a time greater than 0 from one sample to the next, so that the"
                + " times of its hits are not known";
    }

    private void requireOrSkip(Records hits) {
        long first = firstWithout(hits);
        if (first < hits.count()) {
            throw new IllegalArgumentException(
                    fault(hits, first) + REMEDY + ", or leave such hits out with --on-error skip");
        }
    }

    /// The first hit that has none; as many as there are if all have one.
    private long firstWithout(Records hits) {
        long from = 0;
        while (whole != null && from < hits.count()) {
            int count = (int) Math.min(BLOCK, hits.count() - from);
            whole.column(hits, from, count, block);
            if (least(count) <= 0) {
                break;
            }
            from += count;
        }
        while (from < hits.count() && isThere(hits, from)) {
            from++;
        }
        return from;
    }

    /// That of a `<u8` above int64 is below 0, so that it is looked at again.
    private long least(int count) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, block[i]);
        }
        return least;
    }
}
