package dev.sluice.formats.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Reads little-endian numbers from compressed bytes, and refuses to read beyond their end. Used by one thread.
final class Bytes {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment segment;
    private long position;

    Bytes(MemorySegment segment) {
        this.segment = segment;
    }

    long position() {
        return position;
    }

    long left() {
        return segment.byteSize() - position;
    }

    int u8() throws CodecException {
        require(1);
        return segment.get(ValueLayout.JAVA_BYTE, position++) & 0xFF;
    }

    int i32() throws CodecException {
        require(Integer.BYTES);
        int value = segment.get(INT, position);
        position += Integer.BYTES;
        return value;
    }

    long i64() throws CodecException {
        require(Long.BYTES);
        long value = segment.get(LONG, position);
        position += Long.BYTES;
        return value;
    }

    /// Copies the next `count` bytes into an array.
    void copy(byte[] target, int at, int count) throws CodecException {
        require(count);
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, position, target, at, count);
        position += count;
    }

    void skip(long count) throws CodecException {
        require(count);
        position += count;
    }

    void seek(long offset) throws CodecException {
        if (offset < 0 || offset > segment.byteSize()) {
            throw new CodecException("an offset leads out of the data: offset=" + offset, position);
        }
        position = offset;
    }

    private void require(long count) throws CodecException {
        if (count < 0 || count > left()) {
            throw new CodecException(
                    "the data end early: " + count + " bytes are needed, " + left() + " are left", position);
        }
    }
}
