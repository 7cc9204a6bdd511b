package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.BYTES;
import static dev.sluice.kernels.internal.vector.Vectors.FIRST_MASKS;
import static dev.sluice.kernels.internal.vector.Vectors.INTS;
import static dev.sluice.kernels.internal.vector.Vectors.LAST_MASKS;
import static dev.sluice.kernels.internal.vector.Vectors.SHORTS;
import static dev.sluice.kernels.internal.vector.Vectors.SIGN_BITS;
import static dev.sluice.kernels.internal.vector.Vectors.ZEROS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.BITWISE_BLEND;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.sluice.kernels.internal.wave.ScalarSamples;
import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShuffle;

/// Reductions over contiguous 16-bit samples; unchecked, stateless, allocates nothing.
///
/// Sums load pairs of samples as ints and split each by shifts, which needs no work across lanes.
final class Samples16 {

    static final int LANES = SHORTS.length();

    /// Samples per block of a sum: 32768 of them, even of 65535 each, stay within an int.
    static final int BLOCK = 32_768;

    static final short SIGN = Short.MIN_VALUE;
    static final int SIGNS = 0x8000_8000;

    /// Samples of a vector of 512 bits: machines that have these rearrange samples by one instruction.
    static final int WIDE = 32;

    static final VectorShuffle<Short> OTHER_HALF = VectorShuffle.fromOp(SHORTS, lane -> (lane + LANES / 2) % LANES);
    static final VectorShuffle<Short> TURN_8 = turnOfHalves(8);
    static final VectorShuffle<Short> TURN_4 = turnOfHalves(4);
    static final VectorShuffle<Short> TURN_2 = turnOfHalves(2);
    static final VectorShuffle<Short> TURN_1 = turnOfHalves(1);

    static final ShortVector UPPER_HALF = upperHalf();

    private Samples16() {}

    private static VectorShuffle<Short> turnOfHalves(int distance) {
        int half = LANES / 2;
        return VectorShuffle.fromOp(SHORTS, lane -> lane / half * half + (lane + distance) % half);
    }

    private static ShortVector upperHalf() {
        short[] lanes = new short[LANES];
        Arrays.fill(lanes, LANES / 2, LANES, (short) -1);
        return ShortVector.fromArray(SHORTS, lanes, 0);
    }

    /// Maximum minus minimum, exact; 0 if there are no samples. Reads beyond the window only below `limit`.
    static int peakToPeak(long address, int count, long limit, boolean unsigned) {
        if (count >= LANES) {
            return LANES == WIDE
                    ? peakToPeakOfWideVectors(address, count, unsigned ? SIGN : 0)
                    : peakToPeakOfVectors(address, count, unsigned ? SIGN_BITS : ZEROS);
        }
        return count > 0 && address + BYTES <= limit
                ? peakToPeakOfOneVector(address, count, unsigned ? SIGN : 0)
                : ScalarSamples.peakToPeak16(address, count, unsigned);
    }

    /// Flipping the sign bits, a vector of which is at address `flip`, maps unsigned order onto signed order and
    /// cancels in the difference. The last vector overlaps the one before it: a sample seen twice changes no extreme.
    private static int peakToPeakOfVectors(long address, int count, long flip) {
        long base = address & ADDRESSES;
        ShortVector flips = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, flip, LITTLE_ENDIAN);
        ShortVector low = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base, LITTLE_ENDIAN)
                .lanewise(XOR, flips);
        ShortVector high = low;
        for (int i = LANES; i < count - LANES; i += LANES) {
            ShortVector samples = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base + 2L * i, LITTLE_ENDIAN)
                    .lanewise(XOR, flips);
            low = samples.min(low);
            high = samples.max(high);
        }
        ShortVector last = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base + 2L * (count - LANES), LITTLE_ENDIAN)
                .lanewise(XOR, flips);
        return last.max(high).reduceLanes(MAX) - last.min(low).reduceLanes(MIN);
    }

    /// The same for vectors of 32 samples. The complement of the minimum is a maximum: both are found together, one in
    /// each half of a vector.
    private static int peakToPeakOfWideVectors(long address, int count, short flip) {
        long base = address & ADDRESSES;
        ShortVector low = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base, LITTLE_ENDIAN)
                .lanewise(XOR, flip);
        ShortVector high = low;
        for (int i = LANES; i < count - LANES; i += LANES) {
            ShortVector samples = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base + 2L * i, LITTLE_ENDIAN)
                    .lanewise(XOR, flip);
            low = samples.min(low);
            high = samples.max(high);
        }
        ShortVector last = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base + 2L * (count - LANES), LITTLE_ENDIAN)
                .lanewise(XOR, flip);
        ShortVector highest = last.max(high);
        ShortVector lowest = last.min(low).lanewise(XOR, (short) -1);
        ShortVector both = highest.rearrange(OTHER_HALF)
                .max(highest)
                .lanewise(BITWISE_BLEND, lowest.rearrange(OTHER_HALF).max(lowest), UPPER_HALF);
        both = both.rearrange(TURN_8).max(both);
        both = both.rearrange(TURN_4).max(both);
        both = both.rearrange(TURN_2).max(both);
        both = both.rearrange(TURN_1).max(both);
        return both.lane(0) + both.lane(LANES / 2) + 1;
    }

    /// Lanes beyond the window take the first sample's value.
    private static int peakToPeakOfOneVector(long address, int count, short flip) {
        ShortVector mask = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, FIRST_MASKS - 2L * count, LITTLE_ENDIAN);
        ShortVector loaded = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, address & ADDRESSES, LITTLE_ENDIAN);
        short first = loaded.lane(0);
        ShortVector samples = loaded.lanewise(XOR, first).and(mask).lanewise(XOR, (short) (first ^ flip));
        return samples.reduceLanes(MAX) - samples.reduceLanes(MIN);
    }

    /// The exact sum at any count. Reads beyond the window only below `limit`.
    static long sum(long address, int count, long limit, boolean unsigned) {
        if (count <= BLOCK) {
            return sumOfBlock(address, count, limit, unsigned);
        }
        long sum = 0;
        for (long from = 0; from < count; from += BLOCK) {
            sum += sumOfBlock(address + 2L * from, (int) Math.min(BLOCK, count - from), limit, unsigned);
        }
        return sum;
    }

    private static long sumOfBlock(long address, int count, long limit, boolean unsigned) {
        if (count >= LANES) {
            return unsigned ? sumOfUnsigned(address, count) : sumOfSigned(address, count);
        }
        return count > 0 && address + BYTES <= limit
                ? sumOfOneVector(address, count, unsigned)
                : ScalarSamples.sum16(address, count, unsigned);
    }

    /// The last vector overlaps the one before it, with a mask over what was summed already.
    ///
    /// Only the odd samples of the pairs are split off, by one shift, of which a core does fewer at once than of sums.
    /// The sum of the pairs, as ints that may wrap, is 65536 times that of the odd samples and once that of the even
    /// ones: since the sum of a block fits an int, it comes out exactly.
    private static int sumOfUnsigned(long address, int count) {
        long base = address & ADDRESSES;
        IntVector odd = IntVector.zero(INTS);
        IntVector all = odd;
        for (int i = 0; i <= count - LANES; i += LANES) {
            IntVector pairs = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 2L * i, LITTLE_ENDIAN);
            odd = pairs.lanewise(LSHR, 16).add(odd);
            all = pairs.add(all);
        }
        IntVector mask =
                IntVector.fromMemorySegment(INTS, EVERYTHING, LAST_MASKS + 2L * (count % LANES), LITTLE_ENDIAN);
        IntVector tail = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 2L * (count - LANES), LITTLE_ENDIAN)
                .and(mask);
        odd = tail.lanewise(LSHR, 16).add(odd);
        return tail.add(all).sub(odd.lanewise(LSHL, 16)).add(odd).reduceLanes(ADD);
    }

    /// As `sumOfUnsigned`, of samples made unsigned by flipping their sign bits, which adds 32768 to each.
    private static int sumOfSigned(long address, int count) {
        long base = address & ADDRESSES;
        IntVector signs = IntVector.fromMemorySegment(INTS, EVERYTHING, SIGN_BITS, LITTLE_ENDIAN);
        IntVector odd = IntVector.zero(INTS);
        IntVector all = odd;
        for (int i = 0; i <= count - LANES; i += LANES) {
            IntVector pairs = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 2L * i, LITTLE_ENDIAN)
                    .lanewise(XOR, signs);
            odd = pairs.lanewise(LSHR, 16).add(odd);
            all = pairs.add(all);
        }
        IntVector mask =
                IntVector.fromMemorySegment(INTS, EVERYTHING, LAST_MASKS + 2L * (count % LANES), LITTLE_ENDIAN);
        IntVector tail = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 2L * (count - LANES), LITTLE_ENDIAN)
                .lanewise(XOR, signs)
                .and(mask);
        odd = tail.lanewise(LSHR, 16).add(odd);
        return tail.add(all).sub(odd.lanewise(LSHL, 16)).add(odd).reduceLanes(ADD) + SIGN * count;
    }

    /// Lanes beyond the window count as 0. Unsigned samples are summed less 32768 each: an operator chosen at run time
    /// instead of by a constant would make objects of these vectors.
    private static int sumOfOneVector(long address, int count, boolean unsigned) {
        IntVector mask = IntVector.fromMemorySegment(INTS, EVERYTHING, FIRST_MASKS - 2L * count, LITTLE_ENDIAN);
        IntVector pairs = IntVector.fromMemorySegment(INTS, EVERYTHING, address & ADDRESSES, LITTLE_ENDIAN)
                .lanewise(XOR, unsigned ? SIGNS : 0)
                .and(mask);
        IntVector odd = pairs.lanewise(ASHR, 16);
        IntVector even = pairs.lanewise(LSHL, 16).lanewise(ASHR, 16);
        int sum = odd.add(even).reduceLanes(ADD);
        return unsigned ? sum - SIGN * count : sum;
    }
}
