package dev.sluice.internal.feed;

import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.internal.plan.Contents;
import dev.sluice.internal.ring.SlotBuffer;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.Arrays;

/// Copies of records in memory of the pool, and their order by time, channel and arrival. Used by one thread; a steady
/// state allocates nothing.
///
/// A record is copied to any free place; only its key and the number of the place are kept in order, from the back: a
/// record that comes in order moves none of the others.
final class SortedRecords {
    /// Of the budget, so that there is room for what is delivered, and to grow.
    private static final int SHARE = 4;
    private static final int MOST_PLACES = 1 << 29;

    private final RecordTimes times;
    private final LongField channel;
    private final SlotBuffer memory;
    private final String owner;
    private final long budget;
    private final int most;
    private long[] starts = new long[0];
    private long[] channels = new long[0];
    private int[] places = new int[0];
    private int[] free = new int[0];
    private int freeCount;
    private int from;
    private int to;
    private Records held;

    SortedRecords(RecordType type, ChunkPool pool, String owner) {
        this.times = type.times();
        this.channel = RecordTimes.tieBreaker(type).orElse(null);
        this.memory = new SlotBuffer(pool, type, owner, Contents.ANYTHING);
        this.owner = owner;
        this.budget = pool.budget();
        this.most = (int) Math.min(MOST_PLACES, budget / SHARE / type.size());
        memory.open();
        this.held = memory.window().records();
    }

    /// Makes room for `more` records.
    ///
    /// @throws OutOfBudgetException if they take more than their share of the memory of the pass
    void reserve(long more) {
        long needed = to - from + more;
        if (needed > most) {
            throw new OutOfBudgetException(
                    owner + ": " + needed + " records have to wait, " + most + " fit into a quarter of budget=" + budget
                            + " bytes; declare a smaller lateness or raise the budget");
        }
        if (needed > free.length) {
            grow((int) Math.max(needed, Math.min(most, 2L * free.length)));
        }
        if (to + more > places.length) {
            shift();
        }
    }

    private void grow(int capacity) {
        held = memory.room(capacity);
        int before = free.length;
        free = Arrays.copyOf(free, capacity);
        for (int place = capacity - 1; place >= before; place--) {
            free[freeCount++] = place;
        }
        // Twice as many keys as records: they are moved to the front once in as many records.
        starts = Arrays.copyOf(starts, 2 * capacity);
        channels = Arrays.copyOf(channels, 2 * capacity);
        places = Arrays.copyOf(places, 2 * capacity);
    }

    private void shift() {
        System.arraycopy(starts, from, starts, 0, to - from);
        System.arraycopy(channels, from, channels, 0, to - from);
        System.arraycopy(places, from, places, 0, to - from);
        to -= from;
        from = 0;
    }

    /// Adds record `index` of `source`, for which there is room.
    void add(Records source, long index) {
        long start = times.start(source, index);
        long ofChannel = channel == null ? 0 : channel.get(source, index);
        int place = free[--freeCount];
        held.copyFrom(place, source, index, 1);
        int at = to++;
        while (at > from && isBehind(at - 1, start, ofChannel)) {
            starts[at] = starts[at - 1];
            channels[at] = channels[at - 1];
            places[at] = places[at - 1];
            at--;
        }
        starts[at] = start;
        channels[at] = ofChannel;
        places[at] = place;
    }

    private boolean isBehind(int at, long start, long ofChannel) {
        return starts[at] > start || starts[at] == start && channels[at] > ofChannel;
    }

    /// When the record of that number, in order, starts.
    long start(long index) {
        return starts[from + (int) index];
    }

    /// How many records start before `time`.
    int before(long time) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - from;
    }

    /// The latest time up to `time` at which no record is open.
    long closedBefore(long time) {
        long cut = time;
        int at = from + before(cut) - 1;
        while (at >= from) {
            if (starts[at] < cut && times.end(memory.window().records(), places[at]) > cut) {
                cut = starts[at];
                at = from + before(cut);
            }
            at--;
        }
        return cut;
    }

    /// The end of the record that ends last; the least int64 if there is none.
    long latestEnd() {
        long latest = Long.MIN_VALUE;
        for (int at = from; at < to; at++) {
            latest = Math.max(latest, times.end(memory.window().records(), places[at]));
        }
        return latest;
    }

    /// Moves the first `count` records into `target`.
    void moveTo(Records target, long count) {
        Records records = memory.window().records();
        for (int i = 0; i < count; i++) {
            int place = places[from++];
            target.copyFrom(i, records, place, 1);
            free[freeCount++] = place;
        }
    }

    void release() {
        memory.release();
    }
}
