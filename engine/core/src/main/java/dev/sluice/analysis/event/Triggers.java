package dev.sluice.analysis.event;

import dev.sluice.kernels.time.TimeSums;
import dev.sluice.record.FloatField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// Finds the peaks that trigger events, and which of them belong together. Of one thread.
final class Triggers {
    private final RecordTimes times;
    private final FloatField area;
    private final double leastArea;
    private final long left;
    private final long right;
    private final long longest;
    private long eventEnd;

    Triggers(RecordType peaks, double leastArea, long left, long right, long longest) {
        this.times = peaks.times();
        this.area = peaks.floatField("area");
        this.leastArea = leastArea;
        this.left = left;
        this.right = right;
        this.longest = longest;
    }

    /// The index of the first peak from `from` on that triggers; the count if none does.
    long next(Records peaks, long from) {
        long i = from;
        while (i < peaks.count() && !(area.get(peaks, i) > leastArea)) {
            i++;
        }
        return i;
    }

    /// When the event starts that this trigger begins.
    long eventStart(Records peaks, long trigger) {
        return TimeSums.subtract(times.start(peaks, trigger), left);
    }

    /// The index of the trigger that begins the next event, given that the one at `first` begins one; the count if
    /// there is none.
    long endOfEvent(Records peaks, long first) {
        long start = eventStart(peaks, first);
        long reach = times.end(peaks, first);
        long i = next(peaks, first + 1);
        while (i < peaks.count()) {
            long longer = Math.max(reach, times.end(peaks, i));
            boolean apart = TimeSums.subtract(times.start(peaks, i), reach) > left + right;
            long end = TimeSums.add(longer, right);
            if (apart || TimeSums.subtract(end, start) > longest) {
                break;
            }
            reach = longer;
            i = next(peaks, i + 1);
        }
        eventEnd = TimeSums.add(reach, right);
        return i;
    }

    /// When the event ends whose triggers were passed last.
    long eventEnd() {
        return eventEnd;
    }
}
