package dev.sluice.formats.wavedump.time;

/// Events that were found and wait for what comes after them, first in, first out. One thread at a time; no allocation
/// after construction.
///
/// Of each event: the lane and the part of it that hold it, where it starts, its samples, its event counter and tag as
/// they stand in the file, its `order` in the board, whether its counter is certain, because its neighbours have those
/// before and after it, whether it is doubtful, because another event contradicts it, and whether it is a ghost: an
/// event that is lost, whose tag is still evidence for the others.
final class EventRing {
    final int[] lane;
    final int[] part;
    final int[] samples;
    final long[] offset;
    final long[] counter;
    final long[] tag;
    final long[] order;
    final boolean[] certain;
    final boolean[] doubtful;
    final boolean[] ghost;
    private final int mask;
    private int first;
    private int size;

    /// A ring for at least `room` events.
    EventRing(int room) {
        int capacity = Math.max(2, Integer.highestOneBit(2 * room - 1));
        mask = capacity - 1;
        lane = new int[capacity];
        part = new int[capacity];
        samples = new int[capacity];
        offset = new long[capacity];
        counter = new long[capacity];
        tag = new long[capacity];
        order = new long[capacity];
        certain = new boolean[capacity];
        doubtful = new boolean[capacity];
        ghost = new boolean[capacity];
    }

    int size() {
        return size;
    }

    int room() {
        return mask + 1 - size;
    }

    /// The place of the event with `index` others before it.
    int at(int index) {
        return first + index & mask;
    }

    /// Events of the trigger that starts with the event that has `from` others before it.
    int countOf(int from) {
        long of = order[at(from)];
        int count = 1;
        while (from + count < size && order[at(from + count)] == of) {
            count++;
        }
        return count;
    }

    /// Those of them that are no ghosts.
    int soundOf(int from) {
        int sound = 0;
        for (int event = from; event < from + countOf(from); event++) {
            sound += ghost[at(event)] ? 0 : 1;
        }
        return sound;
    }

    /// The place of the first event that is no ghost of the first trigger; that of the first event if all are.
    int firstOfTrigger() {
        int event = 0;
        while (event < countOf(0) - 1 && ghost[at(event)]) {
            event++;
        }
        return at(ghost[at(event)] ? 0 : event);
    }

    /// Takes one more event in, and returns its place, to be filled.
    int add() {
        if (size > mask) {
            throw new IllegalStateException("the ring is full: size=" + size + "; remove an event first");
        }
        int place = first + size++ & mask;
        doubtful[place] = false;
        ghost[place] = false;
        return place;
    }

    void removeFirst() {
        first = first + 1 & mask;
        size--;
    }

    /// The place of the first event of a lane that is no ghost; -1 if there is none.
    int firstSound(EventLane of) {
        return soundAfter(of, -1);
    }

    /// The place of the next event of a lane that is no ghost after the one at `after`, -1 for the first; -1 if
    /// there is none.
    int soundAfter(EventLane of, int after) {
        boolean passed = after < 0;
        for (int event = 0; event < size; event++) {
            int at = at(event);
            boolean own = of.window == this || lane[at] == of.slot;
            if (own && !ghost[at] && passed) {
                return at;
            }
            passed |= at == after;
        }
        return -1;
    }

    /// Exchanges two events that were just taken in, with `first` and `second` others before them.
    void swap(int first, int second) {
        int one = at(first);
        int other = at(second);
        swap(part, one, other);
        swap(samples, one, other);
        swap(offset, one, other);
        swap(counter, one, other);
        swap(tag, one, other);
        boolean kept = ghost[one];
        ghost[one] = ghost[other];
        ghost[other] = kept;
    }

    private static void swap(int[] values, int one, int other) {
        int kept = values[one];
        values[one] = values[other];
        values[other] = kept;
    }

    private static void swap(long[] values, int one, int other) {
        long kept = values[one];
        values[one] = values[other];
        values[other] = kept;
    }
}
