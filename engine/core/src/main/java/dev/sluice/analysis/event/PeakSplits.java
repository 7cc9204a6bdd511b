package dev.sluice.analysis.event;

import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.kernels.time.TimeSums;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.Records;

/// Finds where hits may be parted so that no peak is torn. Immutable; the rule is that of
/// [dev.sluice.kernels.event.FindPeaksKernel].
final class PeakSplits {
    private final RecordTimes times;
    private final PeakFinding settings;
    private final boolean strax;

    PeakSplits(RecordTimes times, PeakFinding settings, boolean strax) {
        this.times = times;
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
        for (long i = from + 1; i < hits.count(); i++) {
            long next = times.end(hits, i);
            if (parts(TimeSums.subtract(times.start(hits, i), reach), next, reach, start)) {
                start = start(hits, i);
                if (start >= end) {
                    return i;
                }
                reach = next;
            } else {
                reach = Math.max(reach, next);
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
