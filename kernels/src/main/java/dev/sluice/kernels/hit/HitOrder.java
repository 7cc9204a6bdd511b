package dev.sluice.kernels.hit;

import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.internal.hit.ScalarHitOrder;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Segments;
import java.lang.foreign.MemorySegment;

/// Puts the hits of a chunk in order of time, ties in order of channel, and what ties still as it was: made once, used
/// chunk after chunk by one thread.
///
/// It owns its arrays, 18 bytes per hit of the largest chunk; they grow with the chunks, and nothing is allocated while
/// chunks do not grow. Made for hits that come nearly in order, as they do from sorted records; no order takes more
/// than O(n log n).
public final class HitOrder {

    private long[] times = new long[0];
    private short[] channels = new short[0];
    private int[] order = new int[0];
    private int[] other = new int[0];
    private final Call.Body body = this::run;

    /// An order without hits.
    public HitOrder() {}

    /// Writes `count` hits that start at byte `offset` of `hits` to `target`, from `targetOffset` on, in order.
    ///
    /// Both segments must be native and apart from each other; a shared arena cannot be closed during the call.
    /// Fails before anything is written: `IndexOutOfBoundsException` if a segment is too small,
    /// `IllegalArgumentException` if it is a heap or read-only segment or there are more hits than an int32 counts,
    /// `IllegalStateException` if it is closed, `WrongThreadException` if it belongs to another thread.
    public void sort(MemorySegment hits, long offset, long count, MemorySegment target, long targetOffset) {
        int bytes = FragmentLayout.HIT_BYTES;
        long from = Segments.addressOfRecords("hits", hits, offset, count, bytes, bytes);
        long to = Segments.addressOfResults("target", target, targetOffset, count, bytes, bytes);
        if (count > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("hits are numbered in int32: count=" + count + ", most is "
                    + (Integer.MAX_VALUE - 8) + "; give smaller chunks");
        }
        reserve((int) count);
        Call.begin()
                .holding(hits)
                .holding(target)
                .with(from)
                .with(count)
                .with(to)
                .run(body);
    }

    private long run(Call call) {
        int count = (int) call.number(1);
        int[] sorted = ScalarHitOrder.sort(call.number(0), count, times, channels, order, other);
        ScalarHitOrder.gather(call.number(0), count, sorted, call.number(2));
        return 0;
    }

    private void reserve(int count) {
        if (times.length < count) {
            times = new long[count];
            channels = new short[count];
            order = new int[count];
            other = new int[count];
        }
    }
}
