package dev.sluice.analysis.event;

import dev.sluice.kernels.time.TimeSums;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.Records;

/// Finds where groups of waveforms that coincide may be parted: between groups, and where a chained one has become too
/// long. Of one thread; the rules are those of [dev.sluice.kernels.event.CoincidenceKernel].
final class GroupSplits {
    private final RecordTimes times;
    private final boolean anchored;
    private final long window;
    private final long longest;

    GroupSplits(RecordTimes times, boolean anchored, long window, long longest) {
        this.times = times;
        this.anchored = anchored;
        this.window = window;
        this.longest = longest;
    }

    /// The index of the first waveform from `beyond` on that begins a group, given that the one at `from` does; an
    /// earlier one if it would make its group longer than is allowed.
    long endOfWhole(Records waveforms, long from, long beyond) {
        long start = times.start(waveforms, from);
        long last = TimeSums.add(start, longest);
        long reach = reach(waveforms, from);
        for (long i = from + 1; i < waveforms.count(); i++) {
            start = times.start(waveforms, i);
            if (start > reach) {
                if (i >= beyond) {
                    return i;
                }
                last = TimeSums.add(start, longest);
                reach = reach(waveforms, i);
            } else if (start > last) {
                return i;
            } else if (!anchored) {
                reach = Math.max(reach, reach(waveforms, i));
            }
        }
        return waveforms.count();
    }

    /// Until when another waveform belongs to the group that this one begins or goes on.
    private long reach(Records waveforms, long index) {
        return TimeSums.add(anchored ? times.start(waveforms, index) : times.end(waveforms, index), window);
    }
}
