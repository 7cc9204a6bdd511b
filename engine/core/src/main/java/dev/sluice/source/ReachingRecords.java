package dev.sluice.source;

import dev.sluice.chunk.Chunks;
import dev.sluice.chunk.TimeRange;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.Records;
import java.util.List;

/// Finds how far around a range of time sorted records must be read so that those are there that reach into it, and all
/// fragments of their pulses. Looks at the times of records only; stateless.
///
/// Where their type limits how long records last, those before the range are looked at which are near enough; else all
/// are.
public final class ReachingRecords {
    private ReachingRecords() {}

    /// The range, at least `range`, in which the records of `parts`, all of one type, start that have an instant in
    /// `range`, or are of one pulse with such a record.
    public static TimeRange around(List<Records> parts, TimeRange range) {
        long start = range.start();
        long end = range.end();
        for (Records records : parts) {
            PulseBounds pulses = PulseBounds.of(records.type());
            start = Math.min(start, start(records, pulses, range));
            end = Math.max(end, end(records, pulses, range));
        }
        return new TimeRange(start, end);
    }

    private static long start(Records records, PulseBounds pulses, TimeRange range) {
        long start = range.start();
        if (start == Long.MIN_VALUE || range.isEmpty()) {
            return start;
        }
        RecordTimes times = records.type().times();
        long inside = Chunks.firstAtOrAfter(records, start);
        long near = before(range.start(), pulses.longestRecord());
        for (long i = inside - 1; i >= 0 && times.start(records, i) >= near; i--) {
            if (pulses.recordEnd(records, i) > range.start()) {
                start = Math.min(start, pulses.start(records, i));
            }
        }
        // A fragment in the range may be all that is left of a pulse that starts before it.
        long beyond = pulses.areFragments() ? beyond(records, range) : inside;
        for (long i = inside; i < beyond; i++) {
            start = Math.min(start, pulses.start(records, i));
        }
        return start;
    }

    private static long end(Records records, PulseBounds pulses, TimeRange range) {
        long end = range.end();
        if (!pulses.areFragments() || end == Long.MAX_VALUE || range.isEmpty()) {
            return end;
        }
        RecordTimes times = records.type().times();
        long near = before(end, pulses.longestRecord());
        for (long i = beyond(records, range) - 1; i >= 0 && times.start(records, i) >= near; i--) {
            if (times.end(records, i) >= range.end()) {
                end = Math.max(end, pulses.end(records, i));
            }
        }
        return end;
    }

    private static long beyond(Records records, TimeRange range) {
        return range.end() == Long.MAX_VALUE ? records.count() : Chunks.firstAtOrAfter(records, range.end());
    }

    private static long before(long time, long length) {
        return time < Long.MIN_VALUE + length ? Long.MIN_VALUE : time - length;
    }
}
