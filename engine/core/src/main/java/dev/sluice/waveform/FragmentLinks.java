package dev.sluice.waveform;

import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/// Which records are neighbouring fragments of one pulse. Of one thread; its arrays grow with the chunks.
///
/// A record goes on where the record before it of the same board and channel has no more room, if it is not a first
/// fragment (record_i 0) and starts exactly `samples · dt` later: strax' `record_links`. Fragments of other chunks are
/// not seen.
final class FragmentLinks {
    private final int samples;
    private final LongField time;
    private final LongField dt;
    private final LongField board;
    private final LongField channel;
    private final LongField fragment;
    private final Long2LongHashMap places = new Long2LongHashMap(-1);
    private int[] last = new int[64];
    private long[] expected = new long[64];
    private int[] previous = {};
    private int[] next = {};

    /// @throws IllegalArgumentException if `type` lacks a field of time, dt, channel and record_i
    FragmentLinks(RecordType type) {
        samples = WaveformFields.wave(type).elements();
        time = type.longField("time");
        dt = type.longField("dt");
        board = type.has("board") ? type.longField("board") : null;
        channel = type.longField("channel");
        fragment = type.longField("record_i");
    }

    /// Links all `records`, and forgets all others.
    ///
    /// @throws IllegalArgumentException if there are more than an int32 counts, a board or channel is beyond int32, or
    ///     a fragment has no dt above 0
    void link(Records records) {
        int count = reserve(records.count());
        Arrays.fill(last, -1);
        for (int i = 0; i < count; i++) {
            int place = place(records, i);
            long start = time.get(records, i);
            requirePeriod(records, i);
            boolean goesOn = fragment.get(records, i) != 0 && last[place] >= 0 && expected[place] == start;
            previous[i] = goesOn ? last[place] : -1;
            next[i] = -1;
            if (goesOn) {
                next[last[place]] = i;
            }
            last[place] = i;
            expected[place] = start + samples * dt.get(records, i);
        }
    }

    /// Without one, no fragment starts where the one before it ends.
    private void requirePeriod(Records records, int index) {
        if (dt.get(records, index) <= 0 && fragment.get(records, index) != 0) {
            throw new IllegalArgumentException("dt=" + dt.get(records, index) + " of record " + index + ", the fragment"
                    + " " + fragment.get(records, index) + " of a pulse at time=" + time.get(records, index)
                    + ", is not greater than 0, so that no fragment is known to follow another; set dt to the time"
                    + " from one sample to the next, here 10 ns in the array a of the file: a['dt'] = 10, and save it");
        }
    }

    /// Where the channel of a record has its place in the arrays, given once for all chunks.
    private int place(Records records, int index) {
        long own = board == null ? 0 : board.get(records, index);
        long number = channel.get(records, index);
        if (number != (int) number || own != (int) own) {
            throw new IllegalArgumentException("board or channel beyond int32: board=" + own + " channel=" + number
                    + " of record " + index + "; number them from 0");
        }
        long key = own << Integer.SIZE | number & 0xFFFF_FFFFL;
        int place = (int) places.get(key);
        if (place < 0) {
            place = places.size();
            places.put(key, place);
            if (place == last.length) {
                last = Arrays.copyOf(last, 2 * place);
                expected = Arrays.copyOf(expected, 2 * place);
            }
            last[place] = -1;
        }
        return place;
    }

    private int reserve(long count) {
        if (count > Integer.MAX_VALUE - Long.BYTES) {
            throw new IllegalArgumentException("links number records in int32: count=" + count + ", most is "
                    + (Integer.MAX_VALUE - Long.BYTES) + "; ask for smaller chunks");
        }
        if (previous.length < count) {
            previous = new int[(int) count];
            next = new int[(int) count];
        }
        return (int) count;
    }

    /// The fragment before each record, or -1; longer than the records, valid until the next are linked.
    int[] previous() {
        return previous;
    }

    /// The fragment after each record, or -1; longer than the records, valid until the next are linked.
    int[] next() {
        return next;
    }
}
