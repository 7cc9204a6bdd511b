package dev.sluice.internal.feed;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.internal.plan.Contents;
import dev.sluice.internal.ring.Failures;
import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.SlotBuffer;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// Records of a live input that wait until none can come any more that belongs before them: they are put in order of
/// time, channel, and arrival. Used by the publishing thread; a steady state allocates nothing.
///
/// Everything before the watermark is complete: the latest end that was published, less the lateness that is allowed.
/// What comes from before it is refused, whatever the size of the chunks.
final class ReorderBuffer {
    private static final int MOST_TOLD = 100;

    private final RecordType type;
    private final RecordTimes times;
    private final String dataType;
    private final long lateness;
    private final RunStatus status;
    private final SlotBuffer inbox;
    private final SortedRecords staged;
    private boolean started;
    private long start;
    private long latest;
    private int told;

    ReorderBuffer(RecordType type, String dataType, Contents claimed, long lateness, ChunkPool pool, RunStatus status) {
        this.type = type;
        this.times = type.times();
        this.dataType = dataType;
        this.lateness = lateness;
        this.status = status;
        this.inbox = new SlotBuffer(pool, type, "the claim of " + dataType, claimed);
        this.staged = new SortedRecords(type, pool, "late records of " + dataType);
    }

    boolean isStarted() {
        return started;
    }

    /// First instant of the run.
    long start() {
        return start;
    }

    Records claim(long count) {
        inbox.open();
        return inbox.room(count);
    }

    /// Takes in the first `count` records of the claim, which are [lawful][#requireLawful].
    ///
    /// @throws dev.sluice.chunk.OutOfBudgetException if they find no memory: none is taken in then
    void accept(long count, long from, long end) {
        Records records = inbox.window().records();
        staged.reserve(count);
        long threshold = started ? watermark() : from;
        long refused = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (long i = 0; i < count; i++) {
            long time = times.start(records, i);
            if (time >= threshold) {
                staged.add(records, i);
            } else {
                refused++;
                first = Math.min(first, time);
                last = Math.max(last, time);
            }
        }
        pass(from, end);
        if (refused > 0) {
            tell(refused, first, last, threshold);
        }
    }

    /// @throws ChunkLawException if one of the first `count` records of the claim does not start before `end`, or ends
    ///     before it starts
    void requireLawful(long count, long from, long end) {
        Records records = inbox.window().records();
        if (end < from) {
            throw new ChunkLawException("a chunk of " + dataType + " ends before it starts: start=" + from + ", end="
                    + end + "; give the earlier time first");
        }
        for (long i = 0; i < count; i++) {
            long time = times.start(records, i);
            if (time >= end || times.end(records, i) < time) {
                throw new ChunkLawException("record " + i + " of " + dataType + " starts at time=" + time
                        + (time >= end
                                ? ", not before its chunk ends at end=" + end + "; correct its time, or the end"
                                : " and ends before that, at time=" + times.end(records, i)
                                        + "; correct its end, or its length"));
            }
        }
    }

    private void tell(long refused, long first, long last, long threshold) {
        status.counters().refused(refused);
        if (told < MOST_TOLD) {
            told++;
            status.notes()
                    .warn(refused + " records of " + dataType + " between time=" + first + " and time=" + last
                            + " were refused: they came later than lateness=" + lateness + " allows, after time="
                            + threshold
                            + (told == MOST_TOLD ? "; others that are refused are only counted" : ""));
        }
    }

    /// Time has come as far as `end`.
    void pass(long from, long end) {
        if (!started) {
            started = true;
            start = from;
            latest = end;
        }
        latest = Math.max(latest, end);
    }

    private long watermark() {
        return latest < Long.MIN_VALUE + lateness ? start : Math.max(start, latest - lateness);
    }

    /// Up to where a chunk can be delivered: the watermark, or before it where records of a disjoint type are open.
    long cut() {
        return type.isDisjoint() ? staged.closedBefore(watermark()) : watermark();
    }

    /// A time up to `cut`, and later than `after`, up to which about `records` records start at most.
    long cutWithin(long cut, long records, long after) {
        if (staged.before(cut) <= records) {
            return cut;
        }
        long time = staged.start(records);
        long closed = type.isDisjoint() ? staged.closedBefore(time) : time;
        return closed > after ? closed : cut;
    }

    /// Where everything that was taken in ends.
    long end() {
        return type.isDisjoint() ? Math.max(latest, staged.latestEnd()) : latest;
    }

    /// How many records start before `time`.
    long before(long time) {
        return staged.before(time);
    }

    /// Moves the first `count` records into `target`.
    void moveTo(Records target, long count) {
        staged.moveTo(target, count);
    }

    /// Verifies, in checked mode, that the first `count` records of the claim are written, where that was promised.
    void requireWritten(long count, String publisher) {
        inbox.window().window().count(count);
        inbox.requireWritten(publisher);
    }

    /// The claim is published or given up: it is not written any more.
    void letGo() {
        inbox.seal();
    }

    void close() {
        Failures failures = new Failures();
        failures.attempt(inbox::release);
        failures.attempt(staged::release);
        failures.throwFirst();
    }
}
