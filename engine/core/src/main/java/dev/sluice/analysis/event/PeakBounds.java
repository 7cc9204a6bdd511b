package dev.sluice.analysis.event;

import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// Where peaks start and end, at full resolution. Immutable.
final class PeakBounds {
    private final RecordTimes times;
    private final LongField time;
    private final LongField length;
    private final LongField dt;

    PeakBounds(RecordType peaks) {
        times = peaks.times();
        time = peaks.longField("time");
        length = peaks.longField("length");
        dt = peaks.longField("dt");
    }

    /// When the first of some peaks starts.
    long start(Records peaks) {
        return times.start(peaks, 0);
    }

    /// When the last of them ends.
    long end(Records peaks) {
        long latest = Long.MIN_VALUE;
        for (long i = 0; i < peaks.count(); i++) {
            latest = Math.max(latest, times.end(peaks, i));
        }
        return latest;
    }

    /// Takes whole samples from the front of peaks, so that none starts before `start`; each keeps its end.
    void clip(Records peaks, long start) {
        for (long i = 0; i < peaks.count() && times.start(peaks, i) < start; i++) {
            long step = dt.get(peaks, i);
            long samples = (start - times.start(peaks, i) + step - 1) / step;
            time.set(peaks, i, times.start(peaks, i) + samples * step);
            length.set(peaks, i, Math.max(0, length.get(peaks, i) - samples));
        }
    }
}
