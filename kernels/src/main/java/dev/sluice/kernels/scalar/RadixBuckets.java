package dev.sluice.kernels.scalar;

import dev.sluice.kernels.unchecked.AddressSpace;
import dev.sluice.kernels.unchecked.TimeSortPlan;

/// Deals words into buckets by the top bits of their keys, then sorts bucket after bucket in the cache. Unchecked,
/// stateless, safe from any thread.
///
/// Records that lie all over memory are dealt along with their words: to fetch them one by one at the end would miss
/// the translation buffer every time, which costs more than to move each twice.
final class RadixBuckets {

    /// Words per bucket to aim at, as a power of two: two columns of them fit the first-level cache, and more buckets
    /// would cost more translations of addresses.
    private static final int BUCKET_BITS = 11;

    /// Records are scattered if more than one in so many is of another bucket than the one in front of it.
    private static final int SCATTERED = 4;

    private RadixBuckets() {}

    /// Sorts the words in the first column of scratch memory, by their `keyBits` bits above the index, into the second
    /// one. Returns where the records are that their indices then count: `records`, or the copy of them.
    static long sort(long records, int stride, int count, long scratch, int indexBits, int keyBits) {
        long words = scratch;
        long dealt = scratch + 8L * count;
        long counters = scratch + TimeSortPlan.counters(count);
        int topBits = Math.min(keyBits, Math.clamp(indexBits - BUCKET_BITS, 0, TimeSortPlan.DIGIT_BITS));
        int shift = indexBits + keyBits - topBits;
        int mask = (1 << topBits) - 1;
        AddressSpace.clear(counters, (long) Integer.BYTES << topBits);
        int changes = count(words, count, counters, shift, mask);
        RadixPasses.accumulate(counters, 1 << topBits);
        long source = records;
        if (changes > count / SCATTERED) {
            source = scratch + TimeSortPlan.copies(count);
            deal(words, count, dealt, counters, shift, mask, (1L << indexBits) - 1, records, stride, source);
        } else {
            deal(words, count, dealt, counters, shift, mask);
        }
        long digits = counters + ((long) Integer.BYTES << TimeSortPlan.DIGIT_BITS);
        int start = 0;
        for (int bucket = 0; bucket <= mask; bucket++) {
            int end = AddressSpace.int32(counters + 4L * bucket);
            RadixPasses.sort(dealt + 8L * start, words + 8L * start, end - start, indexBits, keyBits - topBits, digits);
            start = end;
        }
        return source;
    }

    /// Counts the words of every bucket; returns how often one is of another bucket than the one in front of it.
    private static int count(long words, int count, long counters, int shift, int mask) {
        int changes = 0;
        int before = 0;
        for (int i = 0; i < count; i++) {
            int bucket = (int) (AddressSpace.int64(words + 8L * i) >>> shift) & mask;
            long counter = counters + 4L * bucket;
            AddressSpace.int32(counter, AddressSpace.int32(counter) + 1);
            changes += bucket == before ? 0 : 1;
            before = bucket;
        }
        return changes;
    }

    private static void deal(long words, int count, long dealt, long counters, int shift, int mask) {
        for (int i = 0; i < count; i++) {
            long word = AddressSpace.int64(words + 8L * i);
            long counter = counters + 4L * ((int) (word >>> shift) & mask);
            int place = AddressSpace.int32(counter);
            AddressSpace.int32(counter, place + 1);
            AddressSpace.int64(dealt + 8L * place, word);
        }
    }

    /// Deals the records too: a word then has the new place of its record.
    private static void deal(
            long words,
            int count,
            long dealt,
            long counters,
            int shift,
            int mask,
            long indexMask,
            long records,
            int stride,
            long copies) {
        for (int i = 0; i < count; i++) {
            long word = AddressSpace.int64(words + 8L * i);
            long counter = counters + 4L * ((int) (word >>> shift) & mask);
            int place = AddressSpace.int32(counter);
            AddressSpace.int32(counter, place + 1);
            AddressSpace.int64(dealt + 8L * place, (word & ~indexMask) | place);
            WholeRecord.move(records + (long) i * stride, copies + (long) place * stride, stride);
        }
    }
}
