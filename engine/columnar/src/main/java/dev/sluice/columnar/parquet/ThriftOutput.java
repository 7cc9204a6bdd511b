package dev.sluice.columnar.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Spells structures in the compact protocol of Thrift, as Parquet's headers are. For one thread; fields go by rising
/// number.
final class ThriftOutput {
    private static final int I8 = 3;
    private static final int I16 = 4;
    /// The number of the type of 32-bit integers, for lists of them.
    static final int I32 = 5;
    private static final int I64 = 6;
    /// The number of the type of texts, for lists of them.
    static final int BINARY = 8;
    private static final int LIST = 9;
    /// The number of the type of structures, for lists of them.
    static final int STRUCT = 12;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int LONGEST_SHORT_LIST = 14;
    private static final int MOST_DEPTH = 16;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int[] outer = new int[MOST_DEPTH];
    private int depth;
    private int previous;

    /// All bytes so far; the output is empty then.
    byte[] take() {
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        previous = 0;
        return taken;
    }

    void flag(int field, boolean value) {
        head(field, value ? TRUE : FALSE);
    }

    void int8(int field, int value) {
        head(field, I8);
        bytes.write(value);
    }

    void int16(int field, int value) {
        head(field, I16);
        zigzag(value);
    }

    void int32(int field, int value) {
        head(field, I32);
        zigzag(value);
    }

    void int64(int field, long value) {
        head(field, I64);
        zigzag(value);
    }

    void text(int field, String value) {
        binary(field, value.getBytes(StandardCharsets.UTF_8));
    }

    void binary(int field, byte[] value) {
        head(field, BINARY);
        element(value);
    }

    /// Begins a list; its elements follow.
    void list(int field, int elementType, int size) {
        head(field, LIST);
        if (size <= LONGEST_SHORT_LIST) {
            bytes.write(size << 4 | elementType);
        } else {
            bytes.write(0xF0 | elementType);
            varint(size);
        }
    }

    /// An element of a list of integers.
    void element(int value) {
        zigzag(value);
    }

    /// An element of a list of texts.
    void element(String value) {
        element(value.getBytes(StandardCharsets.UTF_8));
    }

    /// Begins a structure in a field; [#end] ends it.
    void begin(int field) {
        head(field, STRUCT);
        begin();
    }

    /// Begins a structure that is an element of a list; [#end] ends it.
    void begin() {
        outer[depth++] = previous;
        previous = 0;
    }

    /// Ends the innermost structure, or, outside of all, the whole one.
    void end() {
        bytes.write(0);
        if (depth > 0) {
            previous = outer[--depth];
        }
    }

    private void element(byte[] value) {
        varint(value.length);
        bytes.writeBytes(value);
    }

    private void head(int field, int type) {
        int step = field - previous;
        if (step < 1 || step > 15) {
            throw new AssertionError("field=" + field + " after field=" + previous);
        }
        bytes.write(step << 4 | type);
        previous = field;
    }

    private void zigzag(long value) {
        varint(value << 1 ^ value >> 63);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
