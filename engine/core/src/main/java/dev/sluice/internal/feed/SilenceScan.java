package dev.sluice.internal.feed;

import dev.sluice.chunk.Loss;
import dev.sluice.plugin.Silence;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.List;

/// Finds the silences of a stream of records, and where it may be cut there: so long before the next record as results
/// may start before it.
///
/// A silence lies between the greatest end so far and the next start; time that was lost is none. The end of what is
/// looked at stands for a record that starts there, as the next one starts no earlier. Looks at every record once, in
/// blocks of columns; used by one thread, allocates nothing per look.
final class SilenceScan {
    /// There is no cut.
    static final long NONE = Long.MIN_VALUE;

    private static final int BLOCK = 256;

    private final Silence silence;
    private final LongField start;
    private final LongField end;
    private final LongField samples;
    private final LongField period;
    private final long[] starts = new long[BLOCK];
    private final long[] ends = new long[BLOCK];
    private final long[] periods = new long[BLOCK];
    private boolean begun;
    private boolean noted;
    private long greatestEnd;
    private long looked;
    private long first = NONE;
    private long last = NONE;

    /// Nothing before `time` is looked at.
    SilenceScan(RecordType type, Silence silence, long time) {
        RecordTimes times = type.times();
        this.silence = silence;
        this.start = times.startField();
        this.end = times.endField();
        this.samples = times.length().map(field -> type.longField(field.name())).orElse(null);
        this.period = times.dt().map(field -> type.longField(field.name())).orElse(null);
        this.looked = time;
    }

    /// The first time, of those that were found and not passed, at which the stream may be cut; [#NONE] if there is
    /// none.
    long first() {
        return first;
    }

    /// The last one.
    long last() {
        return last;
    }

    /// The stream is cut at `time`: there are those after it.
    void pass(long time) {
        first = last > time ? last : NONE;
        last = first;
    }

    /// Goes on to the records that start before `until`, of those that are held; finds cuts after `floor`.
    void look(RecordQueue queue, long until, long floor) {
        List<Loss> inside = queue.losses();
        List<Loss> atEnds = queue.lossesAtEnds();
        long from = queue.firstAtOrAfter(looked);
        int i = 0;
        int j = 0;
        while (i < inside.size() || j < atEnds.size()) {
            boolean next = j == atEnds.size()
                    || i < inside.size()
                            && inside.get(i).start() <= atEnds.get(j).start();
            from = passLoss(queue, next ? inside.get(i++) : atEnds.get(j++), from, until, floor);
        }
        scan(queue.records(), from, queue.firstAtOrAfter(until), floor);
        if (!begun || isSilent(until)) {
            noted |= note(until, floor);
        }
        looked = until;
    }

    private long passLoss(RecordQueue queue, Loss loss, long from, long until, long floor) {
        if (loss.start() > until || loss.end() < looked) {
            return from;
        }
        long beyond = Math.max(from, queue.firstAtOrAfter(Math.max(loss.start(), looked)));
        scan(queue.records(), from, beyond, floor);
        long lost = Math.min(loss.end(), until);
        greatestEnd = begun ? Math.max(greatestEnd, lost) : lost;
        begun = true;
        return beyond;
    }

    private void scan(Records records, long from, long to, long floor) {
        for (long block = from; block < to; block += BLOCK) {
            int count = (int) Math.min(BLOCK, to - block);
            read(records, block, count);
            for (int i = 0; i < count; i++) {
                if (begun && !noted && isSilent(starts[i])) {
                    note(starts[i], floor);
                }
                noted = false;
                if (ends[i] > Silence.Reach.NONE) {
                    greatestEnd = begun ? Math.max(greatestEnd, ends[i]) : ends[i];
                    begun = true;
                }
            }
        }
    }

    private void read(Records records, long from, int count) {
        start.column(records, from, count, starts);
        if (silence.reach() != null) {
            for (int i = 0; i < count; i++) {
                ends[i] = silence.reach().end(records, from + i);
            }
        } else if (end != null) {
            end.column(records, from, count, ends);
        } else if (samples != null) {
            samples.column(records, from, count, ends);
            period.column(records, from, count, periods);
            for (int i = 0; i < count; i++) {
                ends[i] = starts[i] + ends[i] * periods[i];
            }
        } else {
            System.arraycopy(starts, 0, ends, 0, count);
        }
    }

    /// The two times may lie further apart than an int64 counts; an unsigned one counts it.
    private boolean isSilent(long next) {
        long length = silence.length();
        return next > greatestEnd && length < Long.MAX_VALUE && Long.compareUnsigned(next - greatestEnd, length) >= 0;
    }

    private boolean note(long next, long floor) {
        long cut = AlignedInputs.minus(next, silence.before());
        if (cut <= floor) {
            return false;
        }
        first = first == NONE ? cut : first;
        last = cut;
        return true;
    }
}
