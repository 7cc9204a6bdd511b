package dev.sluice.analysis.hit;

import dev.sluice.chunk.Loss;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.record.FloatField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// Marks the time of fragments as lost whose pulse has no baseline, as its first fragment is missing or empty.
///
/// Of one worker; allocates nothing while there are none.
final class FragmentsWithoutBaseline {
    private final RecordTimes times;
    private final LongField channel;
    private final LongField fragment;
    private final FloatField baseline;

    /// Looks at records of that type.
    FragmentsWithoutBaseline(RecordType records) {
        times = records.times();
        channel = records.longField("channel");
        fragment = records.longField("record_i");
        baseline = records.floatField("baseline");
    }

    /// Marks those among the records of the chunk, neighbours as one loss each.
    void mark(Records records, ChunkOutput out) {
        for (long i = 0; i < records.count(); i++) {
            if (isOrphan(records, i)) {
                i = lose(records, i, out);
            }
        }
    }

    private boolean isOrphan(Records records, long index) {
        return Float.isNaN(baseline.get(records, index)) && fragment.get(records, index) != 0;
    }

    /// Returns the last of the neighbours.
    private long lose(Records records, long first, ChunkOutput out) {
        long last = first;
        long end = times.end(records, first);
        while (last + 1 < records.count() && isOrphan(records, last + 1)) {
            last++;
            end = Math.max(end, times.end(records, last));
        }
        long start = times.start(records, first);
        out.lost(new Loss(start, Math.max(end, start + 1), cause(records, first, last - first + 1)));
        return last;
    }

    private String cause(Records records, long first, long count) {
        return (count == 1 ? "1 fragment has no baseline: " : count + " fragments have no baseline: ") + "no first"
                + " fragment with a sample goes before record_i=" + fragment.get(records, first) + " at time="
                + times.start(records, first) + " channel=" + channel.get(records, first) + " in its pulse";
    }
}
