package dev.sluice.waveform;

import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.Arrays;

/// Which records are neighbouring fragments of one pulse. Of one thread; its arrays grow with the chunks.
///
/// A record goes on where the record before it of the same channel has no more room, if it is not a first fragment
/// (record_i 0) and starts exactly `samples · dt` later: strax' `record_links`. Fragments of other chunks are not seen.
final class FragmentLinks {
    private static final int CHANNELS = 1 << Short.SIZE;

    private final int samples;
    private final LongField time;
    private final LongField dt;
    private final LongField channel;
    private final LongField fragment;
    private final int[] last = new int[CHANNELS];
    private final long[] expected = new long[CHANNELS];
    private int[] previous = {};
    private int[] next = {};

    /// @throws IllegalArgumentException if `type` lacks a field of time, dt, channel and record_i
    FragmentLinks(RecordType type) {
        samples = WaveformFields.wave(type).elements();
        time = type.longField("time");
        dt = type.longField("dt");
        channel = type.longField("channel");
        fragment = type.longField("record_i");
    }

    /// Links all `records`, and forgets all others.
    ///
    /// @throws IllegalArgumentException if there are more than an int32 counts, or a channel is beyond int16
    void link(Records records) {
        int count = reserve(records.count());
        Arrays.fill(last, -1);
        for (int i = 0; i < count; i++) {
            int place = place(records, i);
            long start = time.get(records, i);
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

    private int place(Records records, int index) {
        long number = channel.get(records, index);
        if (number != (short) number) {
            throw new IllegalArgumentException("channel beyond int16: channel=" + number + " of record " + index
                    + "; number channels up to 32767");
        }
        return (int) number & (CHANNELS - 1);
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

    /// The fragment behind each record, or -1; longer than the records, valid until the next are linked.
    int[] next() {
        return next;
    }
}
