package dev.sluice.kernels.record;

import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Segments;
import dev.sluice.kernels.internal.record.RecordLinksPlan;
import dev.sluice.kernels.internal.record.ScalarRecordLinks;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Which records are neighbouring fragments of one pulse: made once, linked chunk after chunk by one thread.
///
/// It owns its arrays, about 800 kB and 8 bytes per record of the largest chunk; they grow with the chunks, and nothing
/// is allocated while chunks do not grow. A record goes on where the record before it of the same channel ended, if it
/// is not a first fragment (record_i 0) and starts exactly `samples · dt` later, whatever the length of the other.
/// Channels are int16 of either sign. Formula of strax' `record_links`.
public final class RecordLinks {

    /// The link of a record that has no neighbour on that side.
    public static final int NONE = -1;

    private static final int CHANNELS = 1 << Short.SIZE;

    private final FragmentLayout layout;
    private final RecordLinksPlan.Loop loop;
    private final Call.Body body = this::run;
    private final int[] last = new int[CHANNELS];
    private final long[] expected = new long[CHANNELS];
    private int[] previous = new int[0];
    private int[] next = new int[0];
    private int count;

    /// Links for records of this layout; none are linked yet.
    public RecordLinks(FragmentLayout layout) {
        this.layout = Objects.requireNonNull(layout, "layout");
        this.loop = Loops.of(Kernels.provider(), new RecordLinksPlan(layout.samples()), ScalarRecordLinks::of);
    }

    /// Links `count` records that start at byte `offset` of the segment, and forgets all others.
    ///
    /// The segment must be native, and the caller keeps it open until the call returns. Fails with
    /// `IndexOutOfBoundsException` if it is too small, `IllegalArgumentException` if it is a heap segment or there are
    /// more records than an int32 counts, `IllegalStateException` if it is closed, `WrongThreadException` if it belongs
    /// to another thread.
    public void link(MemorySegment records, long offset, long count) {
        int stride = layout.recordBytes();
        long address = Segments.addressOfRecords("records", records, offset, count, stride, stride);
        if (count > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("links number records in int32: count=" + count + ", most is "
                    + (Integer.MAX_VALUE - 8) + "; give smaller chunks");
        }
        reserve((int) count);
        Call.begin().holding(records).with(address).with(count).run(body);
    }

    private long run(Call call) {
        loop.run(call.number(0), (int) call.number(1), previous, next, last, expected);
        return 0;
    }

    private void reserve(int records) {
        count = records;
        if (previous.length < records) {
            previous = new int[records];
            next = new int[records];
        }
    }

    /// How many records are linked.
    public int count() {
        return count;
    }

    /// The fragment before that record, or `NONE`.
    public int previous(int record) {
        return previous[Objects.checkIndex(record, count)];
    }

    /// The fragment after that record, or `NONE`.
    public int next(int record) {
        return next[Objects.checkIndex(record, count)];
    }

    int[] previous() {
        return previous;
    }

    int[] next() {
        return next;
    }

    FragmentLayout layout() {
        return layout;
    }
}
