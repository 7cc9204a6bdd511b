package dev.sluice.analysis.event;

import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.kernels.time.TimeSums;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// Finds where hits may be parted so that no peak is torn. Of one thread; the rule is that of
/// [dev.sluice.kernels.event.FindPeaksKernel].
final class PeakSplits {
    private static final int BLOCK = 512;

    private final long[] starts = new long[BLOCK];
    private final long[] lengths = new long[BLOCK];
    private final long[] periods = new long[BLOCK];
    private final LongField length;
    private final LongField dt;
    private final RecordTimes times;
    private final PeakFinding settings;
    private final boolean strax;

    PeakSplits(RecordType hits, PeakFinding settings, boolean strax) {
        this.times = hits.times();
        this.length = hits.longField("length");
        this.dt = hits.longField("dt");
        this.settings = settings;
        this.strax = strax;
    }

    /// When the peak starts that this hit begins.
    long start(Records hits, long index) {
        return TimeSums.subtract(times.start(hits, index), settings.leftExtension());
    }

    /// The index of the first hit that begins a peak which starts at or after `end`, given that the one at `from`
    /// begins a peak before it.
    long endOfWhole(Records hits, long from, long end) {
        // Hits are in order: where the last one begins no such peak, none does.
        if (start(hits, hits.count() - 1) < end) {
            return hits.count();
        }
        long start = start(hits, from);
        long reach = times.end(hits, from);
        for (long at = from + 1; at < hits.count(); at += BLOCK) {
            int count = (int) Math.min(BLOCK, hits.count() - at);
            times.startField().column(hits, at, count, starts);
            length.column(hits, at, count, lengths);
            dt.column(hits, at, count, periods);
            for (int i = 0; i < count; i++) {
                long next = starts[i] + lengths[i] * periods[i];
                if (parts(TimeSums.subtract(starts[i], reach), next, reach, start)) {
                    start = TimeSums.subtract(starts[i], settings.leftExtension());
                    if (start >= end) {
                        return at + i;
                    }
                    reach = next;
                } else {
                    reach = Math.max(reach, next);
                }
            }
        }
        return hits.count();
    }

    private boolean parts(long gap, long next, long reach, long start) {
        long longest = strax ? TimeSums.add(next, settings.leftExtension()) : Math.max(reach, next);
        long end = TimeSums.add(longest, settings.rightExtension());
        return gap >= settings.gapThreshold() || TimeSums.subtract(end, start) > settings.maxDuration();
    }
}
