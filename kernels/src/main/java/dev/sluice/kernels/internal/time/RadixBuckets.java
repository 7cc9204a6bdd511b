package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.memory.AddressSpace;

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
    static long sort(
            long records,
            int stride,
            int count,
            long scratch,
            int indexBits,
            int keyBits,
            int changes,
            RecordMove move) {
        long words = scratch;
        long dealt = scratch + 8L * count;
        long counters = scratch + TimeSortPlan.counters(count);
        int topBits = bits(indexBits, keyBits);
        int shift = indexBits + keyBits - topBits;
        int mask = (1 << topBits) - 1;
        RadixPasses.accumulate(counters, 1 << topBits);
        long source = records;
        if (changes > count / SCATTERED) {
            source = scratch + TimeSortPlan.copies(count);
            deal(words, count, dealt, counters, shift, mask, indexBits, records, stride, source, move);
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

    /// The top bits of a key that are its bucket.
    static int bits(int indexBits, int keyBits) {
        return Math.min(keyBits, Math.clamp(indexBits - BUCKET_BITS, 0, TimeSortPlan.DIGIT_BITS));
    }

    private static void deal(long words, int count, long dealt, long counters, int shift, int mask) {
        for (int i = 0; i < count; i++) {
            long word = AddressSpace.int64(words + 8L * i);
            int place = next(counters + 4L * ((int) (word >>> shift) & mask));
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
            int indexBits,
            long records,
            int stride,
            long copies,
            RecordMove move) {
        for (int i = 0; i < count; i++) {
            long word = AddressSpace.int64(words + 8L * i);
            int place = next(counters + 4L * ((int) (word >>> shift) & mask));
            AddressSpace.int64(dealt + 8L * place, word >>> indexBits << indexBits | place);
            move.move(records + (long) i * stride, copies + (long) place * stride, stride);
        }
    }

    /// The place of the next word of the bucket whose counter is at this address.
    static int next(long counter) {
        int place = AddressSpace.int32(counter);
        AddressSpace.int32(counter, place + 1);
        return place;
    }
}
