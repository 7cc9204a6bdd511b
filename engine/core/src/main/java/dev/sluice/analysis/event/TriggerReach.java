package dev.sluice.analysis.event;

import dev.sluice.plugin.Silence;
import dev.sluice.record.FloatField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// How far peaks reach that trigger events: to their ends; others are of no influence. Safe for any thread, one at a
/// time.
final class TriggerReach implements Silence.Reach {
    private final double leastArea;
    private RecordType type;
    private RecordTimes times;
    private FloatField area;

    TriggerReach(double leastArea) {
        this.leastArea = leastArea;
    }

    @Override
    public long end(Records peaks, long index) {
        if (peaks.type() != type) {
            type = peaks.type();
            times = type.times();
            area = type.floatField("area");
        }
        return area.get(peaks, index) > leastArea ? times.end(peaks, index) : NONE;
    }
}
