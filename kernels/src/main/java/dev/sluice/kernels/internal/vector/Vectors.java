package dev.sluice.kernels.internal.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The vector width of this process and what follows from it; constants to the JIT.
final class Vectors {

    /// The width in use, in bits: as the property says, which `Kernels` has checked, or else the machine's widest.
    static final int BITS = bits(System.getProperty("sluice.kernels.width", ""));

    static final int BYTES = BITS / Byte.SIZE;

    static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, VectorShape.forBitSize(BITS));
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, VectorShape.forBitSize(BITS));
    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
    static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, VectorShape.forBitSize(BITS));
    static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, VectorShape.forBitSize(BITS));

    /// As many floats, and ints, as there are doubles in a vector: widening fills exactly one.
    static final VectorSpecies<Float> HALF_FLOATS = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS / 2));
    static final VectorSpecies<Integer> HALF_INTS = VectorSpecies.of(int.class, VectorShape.forBitSize(BITS / 2));

    /// Cut with this, an address is known to the JIT to lie far below `Long.MAX_VALUE`, and the bounds checks of loads
    /// from `AddressSpace.EVERYTHING` vanish from the loops together with their preambles. No machine has such
    /// addresses.
    static final long ADDRESSES = (1L << 62) - 1;

    /// Cut with this, a count is known to the JIT to leave room for a vector below `Integer.MAX_VALUE`. No record is as
    /// long: its samples would not fit a stride.
    static final int COUNTS = (1 << 30) - 1;

    private static final int WINDOW = 64;
    private static final MemorySegment MASKS = masks();

    /// A vector loaded k bytes after this address is -1 in its last k bytes and 0 before them.
    static final long LAST_MASKS = MASKS.address() + WINDOW - BYTES;

    /// A vector loaded k bytes before this address is -1 in its first k bytes and 0 after them.
    static final long FIRST_MASKS = MASKS.address() + 2L * WINDOW;

    /// Where a vector of zeros is.
    static final long ZEROS = MASKS.address();

    /// Where a vector of the sign bits of 16-bit samples is: the JIT repeats a broadcast at every use, but not a load.
    static final long SIGN_BITS = signBits().address();

    private Vectors() {}

    /// What `Kernels` takes for a width is one here too: blanks around it do not count.
    private static int bits(String property) {
        String width = property.strip();
        return width.isEmpty() || width.equals("auto") ? VectorKernels.widestBits() : Integer.parseInt(width);
    }

    private static MemorySegment signBits() {
        MemorySegment table = Arena.global().allocate(WINDOW, WINDOW);
        for (long at = 0; at < WINDOW; at += Short.BYTES) {
            table.set(ValueLayout.JAVA_SHORT, at, Short.MIN_VALUE);
        }
        return table;
    }

    /// A sliding window over 0, -1, 0 gives every mask by one unaligned load; AVX2 has no predicated loads.
    private static MemorySegment masks() {
        MemorySegment table = Arena.global().allocate(3L * WINDOW, WINDOW);
        table.asSlice(WINDOW, WINDOW).fill((byte) -1);
        return table;
    }
}
