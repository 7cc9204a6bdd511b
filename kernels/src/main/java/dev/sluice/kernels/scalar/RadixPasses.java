package dev.sluice.kernels.scalar;

import dev.sluice.kernels.unchecked.AddressSpace;
import dev.sluice.kernels.unchecked.TimeSortPlan;

/// Sorts words by the bits above their index: least-significant-digit radix sort, or insertion where they are few.
/// Unchecked, stateless, safe from any thread.
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
            insert(words, count);
        } else {
            sortByPasses(words, other, count, shift, keyBits, counters);
        }
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

    private static void insert(long words, int count) {
        for (int i = 1; i < count; i++) {
            long word = AddressSpace.int64(words + 8L * i);
            int at = i;
            for (; at > 0; at--) {
                long before = AddressSpace.int64(words + 8L * (at - 1));
                if (Long.compareUnsigned(before, word) <= 0) {
                    break;
                }
                AddressSpace.int64(words + 8L * at, before);
            }
            AddressSpace.int64(words + 8L * at, word);
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
            long counter = counters + 4L * ((word >>> shift) & mask);
            int place = AddressSpace.int32(counter);
            AddressSpace.int32(counter, place + 1);
            AddressSpace.int64(to + 8L * place, word);
        }
    }
}
