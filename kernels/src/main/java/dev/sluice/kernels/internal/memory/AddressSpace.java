package dev.sluice.kernels.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Unchecked, little-endian, unaligned access to native memory by address; for kernel loops only, from any thread.
///
/// Nothing here knows bounds or lifetimes: a loop may touch only what its kernel has checked, while the kernel
/// keeps the caller's segments reachable. One range check per call instead of one per load is what makes the loops
/// nearly twice as fast.
public final class AddressSpace {

    /// All of native memory as one segment, indexed by address.
    public static final MemorySegment EVERYTHING = everything();

    private static final ValueLayout.OfShort INT16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /// How a signed 64-bit integer lies in memory.
    public static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT32 =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble FLOAT64 =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long LEAST_BLOCK = 128;
    private static final long BLOCK = 4096;
    private static final MemorySegment ZEROS = Arena.global().allocate(BLOCK, 64);

    private AddressSpace() {}

    @SuppressWarnings("restricted")
    private static MemorySegment everything() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /// The signed byte at this address.
    public static byte int8(long address) {
        return EVERYTHING.get(ValueLayout.JAVA_BYTE, address);
    }

    /// The signed 16-bit integer at this address.
    public static short int16(long address) {
        return EVERYTHING.get(INT16, address);
    }

    /// The signed 32-bit integer at this address.
    public static int int32(long address) {
        return EVERYTHING.get(INT32, address);
    }

    /// The signed 64-bit integer at this address.
    public static long int64(long address) {
        return EVERYTHING.get(INT64, address);
    }

    /// The single-precision number at this address.
    public static float float32(long address) {
        return EVERYTHING.get(FLOAT32, address);
    }

    /// The double-precision number at this address.
    public static double float64(long address) {
        return EVERYTHING.get(FLOAT64, address);
    }

    /// Stores a single-precision number at this address.
    public static void float32(long address, float value) {
        EVERYTHING.set(FLOAT32, address, value);
    }

    /// Stores a double-precision number at this address.
    public static void float64(long address, double value) {
        EVERYTHING.set(FLOAT64, address, value);
    }

    /// Stores the low 8 bits of an integer at this address.
    public static void int8(long address, int value) {
        EVERYTHING.set(ValueLayout.JAVA_BYTE, address, (byte) value);
    }

    /// Stores the low 16 bits of an integer at this address.
    public static void int16(long address, int value) {
        EVERYTHING.set(INT16, address, (short) value);
    }

    /// Stores a 32-bit integer at this address.
    public static void int32(long address, int value) {
        EVERYTHING.set(INT32, address, value);
    }

    /// Stores a 64-bit integer at this address.
    public static void int64(long address, long value) {
        EVERYTHING.set(INT64, address, value);
    }

    /// Copies bytes between places that do not overlap.
    public static void copy(long from, long to, long bytes) {
        MemorySegment.copy(EVERYTHING, from, EVERYTHING, to, bytes);
    }

    /// Sets bytes to zero: many of them by copies of a block of zeros, which moves vectors.
    public static void clear(long address, long bytes) {
        long at = address;
        if (bytes >= LEAST_BLOCK) {
            for (long block = Math.min(bytes, BLOCK);
                    at < address + bytes;
                    block = Math.min(address + bytes - at, BLOCK)) {
                MemorySegment.copy(ZEROS, 0, EVERYTHING, at, block);
                at += block;
            }
            return;
        }
        for (; at <= address + bytes - Long.BYTES; at += Long.BYTES) {
            EVERYTHING.set(INT64, at, 0L);
        }
        for (; at < address + bytes; at++) {
            EVERYTHING.set(ValueLayout.JAVA_BYTE, at, (byte) 0);
        }
    }
}
