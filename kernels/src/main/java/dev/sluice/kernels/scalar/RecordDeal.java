package dev.sluice.kernels.scalar;

import dev.sluice.kernels.unchecked.AddressSpace;

/// Deals words and their records into buckets; unchecked, stateless, safe from any thread.
///
/// The words of a bucket, and its records, keep their order; a word then has the new place of its record as its index.
@FunctionalInterface
public interface RecordDeal {

    /// Deals `count` words from address `words` on to `dealt`, and their records from `records` to `copies`.
    ///
    /// The bucket of a word is what `mask` leaves of it, shifted right by `shift`; its index are its low `indexBits`.
    /// At `counters` there is an int per bucket, the place where it starts; afterwards, where it ends.
    void run(
            long words,
            int count,
            long dealt,
            long counters,
            int shift,
            int mask,
            int indexBits,
            long records,
            int stride,
            long copies);

    /// The word of a record at a new place.
    static long moved(long word, int place, int indexBits) {
        return word >>> indexBits << indexBits | place;
    }

    /// The place of the next word of the bucket whose counter is at this address.
    static int next(long counter) {
        int place = AddressSpace.int32(counter);
        AddressSpace.int32(counter, place + 1);
        return place;
    }

    /// The scalar twin.
    static void oneByOne(
            long words,
            int count,
            long dealt,
            long counters,
            int shift,
            int mask,
            int indexBits,
            long records,
            int stride,
            long copies) {
        for (int i = 0; i < count; i++) {
            long word = AddressSpace.int64(words + 8L * i);
            int place = next(counters + 4L * ((int) (word >>> shift) & mask));
            AddressSpace.int64(dealt + 8L * place, moved(word, place, indexBits));
            WholeRecord.move(records + (long) i * stride, copies + (long) place * stride, stride);
        }
    }
}
