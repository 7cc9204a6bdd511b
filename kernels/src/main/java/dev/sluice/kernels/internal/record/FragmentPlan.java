package dev.sluice.kernels.internal.record;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.wave.RawPolarities;

/// The checked numbers of operations on fragments, and the arithmetic that their loops share.
///
/// Immutable, safe from any thread.
///
/// @param samples    samples that a record has room for
/// @param polarities where pulses go below the baseline samples become counts below it
/// @param likeStrax  true for strax's results bit for bit
public record FragmentPlan(int samples, RawPolarities polarities, boolean likeStrax)
        implements LoopPlan<FragmentPlan.Loop> {
    /// The unchecked loops of `RecordOperations`; implementations are immutable, stateless and safe from any thread.
    ///
    /// All take addresses that the kernel has checked; `limit` is the one just after the records' segment: memory
    /// before it may be read. None allocates.
    public interface Loop {
        /// Makes records of raw records.
        void fromRaw(long raw, long count, long records);

        /// Zeroes the samples after the length.
        void zeroOutOfBounds(long records, long count);

        /// Subtracts the whole part of the baseline field.
        void subtractBaseline(long records, long count);

        /// Writes the areas.
        void integrate(long records, long count, long limit);
    }

    private static final int HEADER_END = FragmentFields.RECORD_I + Short.BYTES;

    /// Bytes from one raw record to the next.
    public int rawStride() {
        return FragmentFields.RAW_DATA + Short.BYTES * samples;
    }

    /// Bytes from one record to the next.
    public int stride() {
        return FragmentFields.DATA + Short.BYTES * samples;
    }

    /// Copies what raw records and records have in common, but for the samples.
    public static void copyHeader(long raw, long record) {
        AddressSpace.int64(record, AddressSpace.int64(raw));
        AddressSpace.int64(record + 8, AddressSpace.int64(raw + 8));
        AddressSpace.int64(record + HEADER_END - 8, AddressSpace.int64(raw + HEADER_END - 8));
    }

    /// Writes the fields that raw records have not, 0, and the digitiser's baseline.
    public static void clearResults(long raw, long record) {
        AddressSpace.int32(record + FragmentFields.AREA, 0);
        AddressSpace.int8(record + FragmentFields.REDUCTION_LEVEL, (byte) 0);
        AddressSpace.float32(record + FragmentFields.BASELINE, AddressSpace.int16(raw + FragmentFields.RAW_BASELINE));
        AddressSpace.float32(record + FragmentFields.BASELINE_RMS, 0);
        AddressSpace.int16(record + FragmentFields.AMPLITUDE_BIT_SHIFT, (short) 0);
    }

    /// The whole number that is subtracted from samples: the rest, the fraction, stays with the baseline.
    public int whole(double baseline) {
        return (int) (likeStrax ? baseline : Math.floor(baseline));
    }

    /// True if pulses of the fragment at this address go below the baseline; raw records and records agree.
    public boolean isNegative(long fragment) {
        return !polarities.isPositive(fragment);
    }

    /// A sample less the baseline, its sign as the polarity has it: saturated, or like strax cut to 16 bits.
    public short subtracted(short sample, int whole, boolean negative) {
        long difference = negative ? (long) whole - sample : (long) sample - whole;
        return (short) (likeStrax ? difference : Math.clamp(difference, Short.MIN_VALUE, Short.MAX_VALUE));
    }

    /// The area of a record from the sum of its samples, of which `length` are data.
    public int area(long record, long sum, int length) {
        double fraction = FragmentFields.fraction(AddressSpace.float32(record + FragmentFields.BASELINE));
        int shift = AddressSpace.int16(record + FragmentFields.AMPLITUDE_BIT_SHIFT);
        if (likeStrax) {
            long scale = shift < 0 || shift >= Long.SIZE ? 0 : 1L << shift;
            return (int) (sum * scale + (long) Math.rint(fraction * length));
        }
        double rest = Math.rint((isNegative(record) ? fraction : -fraction) * length);
        double scaled = shift == 0 ? sum : Math.rint(Math.scalb((double) sum, shift));
        return (int) (scaled + rest);
    }
}
