package dev.sluice.kernels.record;

import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import dev.sluice.kernels.internal.record.RecordLinksPlan;
import dev.sluice.kernels.internal.record.ScalarRecordLinks;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Which records are neighbouring fragments of one pulse: made once, linked chunk after chunk by one thread.
///
/// It owns its arrays, about 1 MB and 8 bytes per record of the largest chunk; they grow with the chunks, and nothing
/// is allocated while chunks do not grow. A record goes on where the record before it of the same channel ended, if it
/// is not a first fragment (record_i 0) and starts exactly `samples · dt` later, whatever the length of the other.
/// Channels are int16 of either sign. Formula of strax' `record_links`.
public final class RecordLinks {

    /// The link of a record that has no neighbour on that side.
    public static final int NONE = -1;

    private static final int CHANNELS = 1 << Short.SIZE;

    private final FragmentLayout layout;
    private final RecordLinksPlan.Loop loop;
    private final Call.Body linking = this::run;
    private final Call.Body writing = this::write;
    private final long[] last = new long[CHANNELS];
    private final long[] expected = new long[CHANNELS];
    private int[] previous = new int[0];
    private int[] next = new int[0];
    private int count;
    private long base = 1;

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
        long address = address(records, offset, count);
        reserve((int) count);
        Call.begin().holding(records).with(address).with(count).run(linking);
    }

    /// The same into memory of the caller, one int32 or int64 per record in each; the links of this object are not set.
    ///
    /// The three segments must be apart from each other. Fails as `link` does, and before anything is written with
    /// `IndexOutOfBoundsException` if one of the segments has too little room, with `IllegalArgumentException` if it is
    /// read-only or overlaps another.
    public void write(
            MemorySegment records,
            long offset,
            long count,
            MemorySegment previousLinks,
            MemorySegment nextLinks,
            Class<?> type) {
        if (type != int.class && type != long.class) {
            throw new IllegalArgumentException(
                    "links are int32 or int64: type=" + type + "; give int.class or long.class");
        }
        int bytes = type == long.class ? Long.BYTES : Integer.BYTES;
        long address = address(records, offset, count);
        long before = Segments.addressOfResults("previous", previousLinks, 0, count, bytes, bytes);
        long after = Segments.addressOfResults("next", nextLinks, 0, count, bytes, bytes);
        Fields.requireApart("records", address, count * layout.recordBytes(), "previous", before, count * bytes);
        Fields.requireApart("records", address, count * layout.recordBytes(), "next", after, count * bytes);
        Fields.requireApart("previous", before, count * bytes, "next", after, count * bytes);
        Call.begin()
                .holding(records)
                .holding(previousLinks)
                .holding(nextLinks)
                .with(address)
                .with(count)
                .with(before)
                .with(after)
                .with(bytes)
                .run(writing);
    }

    private long address(MemorySegment records, long offset, long count) {
        int stride = layout.recordBytes();
        long address = Segments.addressOfRecords("records", records, offset, count, stride, stride);
        if (count > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("links number records in int32: count=" + count + ", most is "
                    + (Integer.MAX_VALUE - 8) + "; give smaller chunks");
        }
        return address;
    }

    private long run(Call call) {
        loop.run(call.number(0), (int) call.number(1), previous, next, last, expected, numbers(call.number(1)));
        return 0;
    }

    private long write(Call call) {
        loop.write(
                call.number(0),
                (int) call.number(1),
                call.number(2),
                call.number(3),
                call.number(4) == Long.BYTES,
                last,
                expected,
                numbers(call.number(1)));
        return 0;
    }

    /// Numbers for so many records that no call before had, nor one that failed.
    private long numbers(long records) {
        long first = base;
        base += records;
        return first;
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
