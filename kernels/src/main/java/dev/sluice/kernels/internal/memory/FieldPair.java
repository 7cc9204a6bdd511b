package dev.sluice.kernels.internal.memory;

/// Neighbouring fields of a record as one little-endian word, to be stored at once; stateless, safe from any thread.
///
/// The JIT holds 18000 nodes for a loop with all that is inlined into it, of which a store takes 600.
public final class FieldPair {

    private static final long HALF = 0xFFFF_FFFFL;

    private FieldPair() {}

    /// Two neighbours of 32 bits, the lower address first.
    public static long of(int first, int second) {
        return (long) second << Integer.SIZE | first & HALF;
    }

    /// Two neighbours of single precision.
    public static long of(float first, float second) {
        return of(Float.floatToRawIntBits(first), Float.floatToRawIntBits(second));
    }

    /// Stores two single-precision fields of the record at this address, at once where the second follows the first.
    public static void store(long record, int first, float firstValue, int second, float secondValue) {
        if (second == first + Float.BYTES) {
            AddressSpace.int64(record + first, of(firstValue, secondValue));
        } else {
            AddressSpace.float32(record + first, firstValue);
            AddressSpace.float32(record + second, secondValue);
        }
    }

    /// Two neighbours of 16 bits, of which only the low bits of each count.
    public static int ofShorts(long first, long second) {
        return (int) (second << Short.SIZE | first & 0xFFFF);
    }
}
