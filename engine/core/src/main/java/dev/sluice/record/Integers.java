package dev.sluice.record;

import dev.sluice.record.FieldType.Kind;
import java.lang.foreign.MemorySegment;

/// Integers of every width in memory, as int64. Stateless; allocates only to fail.
final class Integers {
    private Integers() {}

    /// A code for the width and sign of an integer type: its size, negative if unsigned.
    static int code(FieldType type) {
        return type.kind() == Kind.UNSIGNED ? -type.size() : type.size();
    }

    /// The element's value; the bit pattern for unsigned 64-bit integers.
    static long get(int code, MemorySegment segment, long position) {
        return switch (code) {
            case 1 -> segment.get(LittleEndian.BYTE, position);
            case 2 -> segment.get(LittleEndian.SHORT, position);
            case 4 -> segment.get(LittleEndian.INT, position);
            case -1 -> segment.get(LittleEndian.BYTE, position) & 0xFFL;
            case -2 -> segment.get(LittleEndian.SHORT, position) & 0xFFFFL;
            case -4 -> segment.get(LittleEndian.INT, position) & 0xFFFF_FFFFL;
            default -> segment.get(LittleEndian.LONG, position);
        };
    }

    /// Copies `count` elements, `stride` bytes apart: the width is chosen once, not for each. Each width has a method
    /// of its own, as the JIT takes long for one with the loops of all.
    static void copy(int code, MemorySegment segment, long position, long stride, int count, long[] to) {
        switch (code) {
            case 1 -> bytes(segment, position, stride, count, to);
            case 2 -> shorts(segment, position, stride, count, to);
            case 4 -> ints(segment, position, stride, count, to);
            case 8, -8 -> longs(segment, position, stride, count, to);
            default -> {
                for (int i = 0; i < count; i++) {
                    to[i] = get(code, segment, position + i * stride);
                }
            }
        }
    }

    private static void bytes(MemorySegment segment, long position, long stride, int count, long[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = segment.get(LittleEndian.BYTE, position + i * stride);
        }
    }

    private static void shorts(MemorySegment segment, long position, long stride, int count, long[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = segment.get(LittleEndian.SHORT, position + i * stride);
        }
    }

    private static void ints(MemorySegment segment, long position, long stride, int count, long[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = segment.get(LittleEndian.INT, position + i * stride);
        }
    }

    private static void longs(MemorySegment segment, long position, long stride, int count, long[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = segment.get(LittleEndian.LONG, position + i * stride);
        }
    }

    static void set(int code, MemorySegment segment, long position, long value) {
        switch (code) {
            case 1, -1 -> segment.set(LittleEndian.BYTE, position, (byte) value);
            case 2, -2 -> segment.set(LittleEndian.SHORT, position, (short) value);
            case 4, -4 -> segment.set(LittleEndian.INT, position, (int) value);
            default -> segment.set(LittleEndian.LONG, position, value);
        }
    }

    static boolean fits(int code, long value) {
        return code == 8 || value >= lowest(code) && value <= highest(code);
    }

    static IllegalArgumentException outOfRange(Field field, long index, String value) {
        int code = code(field.type());
        return new IllegalArgumentException(
                "field '" + field.name() + "' is " + field.type() + " and cannot hold value=" + value
                        + " (record index=" + index + "); it holds " + lowest(code) + " to "
                        + (code == -8 ? "18446744073709551615" : Long.toString(highest(code))));
    }

    private static long lowest(int code) {
        return code < 0 ? 0 : Long.MIN_VALUE >> (64 - 8 * code);
    }

    private static long highest(int code) {
        return code < 0 ? Long.MAX_VALUE >>> Math.max(0, 63 + 8 * code) : Long.MAX_VALUE >>> (64 - 8 * code);
    }
}
