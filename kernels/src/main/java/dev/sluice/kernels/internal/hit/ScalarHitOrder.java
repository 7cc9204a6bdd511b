package dev.sluice.kernels.internal.hit;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.record.HitFields;

/// Stable order of hits by time, then channel; unchecked, stateless, safe from any thread.
///
/// Hits come nearly in order from sorted records, so runs that are in order already are only looked at.
public final class ScalarHitOrder {

    private static final int RUN = 16;

    private ScalarHitOrder() {}

    /// Writes the order of `count` hits into `order`, with as much room as that in all arrays; returns the one of the
    /// two index arrays that holds it.
    public static int[] sort(long hits, int count, long[] times, short[] channels, int[] order, int[] other) {
        for (int i = 0; i < count; i++) {
            times[i] = AddressSpace.int64(hits + (long) i * HitFields.BYTES + HitFields.TIME);
            channels[i] = AddressSpace.int16(hits + (long) i * HitFields.BYTES + HitFields.CHANNEL);
            order[i] = i;
        }
        for (int from = 0; from < count; from += RUN) {
            insert(order, from, Math.min(from + RUN, count), times, channels);
        }
        int[] sorted = order;
        int[] merged = other;
        for (long width = RUN; width < count; width *= 2) {
            for (long from = 0; from < count; from += 2 * width) {
                int middle = (int) Math.min(from + width, count);
                merge(sorted, merged, (int) from, middle, (int) Math.min(from + 2 * width, count), times, channels);
            }
            int[] swapped = sorted;
            sorted = merged;
            merged = swapped;
        }
        return sorted;
    }

    private static boolean isBefore(int one, int two, long[] times, short[] channels) {
        return times[one] != times[two] ? times[one] < times[two] : channels[one] < channels[two];
    }

    private static void insert(int[] order, int from, int to, long[] times, short[] channels) {
        for (int i = from + 1; i < to; i++) {
            int moved = order[i];
            int at = i;
            for (; at > from && isBefore(moved, order[at - 1], times, channels); at--) {
                order[at] = order[at - 1];
            }
            order[at] = moved;
        }
    }

    private static void merge(int[] from, int[] to, int left, int middle, int end, long[] times, short[] channels) {
        if (middle == end || !isBefore(from[middle], from[middle - 1], times, channels)) {
            System.arraycopy(from, left, to, left, end - left);
            return;
        }
        int right = middle;
        int one = left;
        for (int at = left; at < end; at++) {
            boolean takesRight = one == middle || right < end && isBefore(from[right], from[one], times, channels);
            to[at] = takesRight ? from[right++] : from[one++];
        }
    }

    /// Copies the hits in that order.
    public static void gather(long hits, int count, int[] order, long target) {
        for (int i = 0; i < count; i++) {
            long from = hits + (long) order[i] * HitFields.BYTES;
            long to = target + (long) i * HitFields.BYTES;
            for (int at = 0; at < HitFields.BYTES; at += Long.BYTES) {
                AddressSpace.int64(to + at, AddressSpace.int64(from + at));
            }
        }
    }
}
