package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// Sorts words by the bits above their index: least-significant-digit radix sort, or insertion where few are out of
/// place. Unchecked, stateless, safe from any thread.
///
/// The index at the bottom of a word rises with its place, so that also the comparison of whole words is stable.
final class RadixPasses {

    private static final int FEW = 24;

    /// A bucket of up to so many words is sorted by smaller digits, whose counters it does not outweigh.
    private static final int MANY = 8192;

    private static final int SMALL_DIGIT_BITS = 8;

    private RadixPasses() {}

    /// Sorts `count` words at address `words`, in place, by `keyBits` bits from bit `shift` up; `other` has as much
    /// room.
    static void sort(long words, long other, int count, int shift, int keyBits, long counters) {
        if (count <= FEW) {
            insert(words, words, count);
        } else if (count > MANY || !sortByTopDigit(words, other, count, shift, keyBits, counters)) {
            sortByPasses(words, other, count, shift, keyBits, counters);
        }
    }

    /// Deals the words by as many of their top bits as give each a place of its own, about, then moves the few that
    /// share one: one pass instead of three or four. Does nothing and returns false if too many share one.
    private static boolean sortByTopDigit(long words, long other, int count, int shift, int keyBits, long counters) {
        int digit = Math.min(keyBits, Math.min(TimeSortPlan.DIGIT_BITS, RadixOrder.indexBits(count) + 1));
        int top = shift + keyBits - digit;
        int mask = (1 << digit) - 1;
        AddressSpace.clear(counters, (long) Integer.BYTES << digit);
        int most = 0;
        for (int i = 0; i < count; i++) {
            long counter = counters + 4L * ((AddressSpace.int64(words + 8L * i) >>> top) & mask);
            int found = AddressSpace.int32(counter) + 1;
            AddressSpace.int32(counter, found);
            most = Math.max(most, found);
        }
        if (most > FEW) {
            return false;
        }
        accumulate(counters, 1 << digit);
        scatter(words, count, other, counters, top, mask);
        insert(other, words, count);
        return true;
    }

    /// As `sort`, by passes alone: stable also where the index does not rise.
    static void sortByPasses(long words, long other, int count, int shift, int keyBits, long counters) {
        int most = count <= MANY ? SMALL_DIGIT_BITS : TimeSortPlan.DIGIT_BITS;
        int passes = (keyBits + most - 1) / most;
        if (passes == 0) {
            return;
        }
        int digit = (keyBits + passes - 1) / passes;
        count(words, count, counters, shift, digit, passes);
        long from = words;
        long to = other;
        for (int pass = 0; pass < passes; pass++) {
            long own = counters + ((long) pass * Integer.BYTES << digit);
            accumulate(own, 1 << digit);
            scatter(from, count, to, own, shift + pass * digit, (1 << digit) - 1);
            long swapped = from;
            from = to;
            to = swapped;
        }
        if (from != words) {
            AddressSpace.copy(from, words, 8L * count);
        }
    }

    /// Moves `count` words from address `from` to `to`, the same or apart, each as far down as it belongs.
    private static void insert(long from, long to, int count) {
        for (int i = 0; i < count; i++) {
            long word = AddressSpace.int64(from + 8L * i);
            int at = i;
            for (; at > 0; at--) {
                long before = AddressSpace.int64(to + 8L * (at - 1));
                if (Long.compareUnsigned(before, word) <= 0) {
                    break;
                }
                AddressSpace.int64(to + 8L * at, before);
            }
            AddressSpace.int64(to + 8L * at, word);
        }
    }

    private static void count(long words, int count, long counters, int shift, int digit, int passes) {
        AddressSpace.clear(counters, (long) passes * Integer.BYTES << digit);
        int mask = (1 << digit) - 1;
        for (int i = 0; i < count; i++) {
            long rest = AddressSpace.int64(words + 8L * i) >>> shift;
            long own = counters;
            for (int pass = 0; pass < passes; pass++) {
                long counter = own + 4L * (rest & mask);
                AddressSpace.int32(counter, AddressSpace.int32(counter) + 1);
                rest >>>= digit;
                own += (long) Integer.BYTES << digit;
            }
        }
    }

    /// Turns counts into the places where the words of each digit start.
    static void accumulate(long counters, int digits) {
        int next = 0;
        for (int i = 0; i < digits; i++) {
            int found = AddressSpace.int32(counters + 4L * i);
            AddressSpace.int32(counters + 4L * i, next);
            next += found;
        }
    }

    private static void scatter(long from, int count, long to, long counters, int shift, int mask) {
        for (int i = 0; i < count; i++) {
            long word = AddressSpace.int64(from + 8L * i);
            int place = RadixBuckets.next(counters + 4L * ((word >>> shift) & mask));
            AddressSpace.int64(to + 8L * place, word);
        }
    }
}
