package dev.sluice.formats.wavedump.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Copies one event's samples into a record: 16-bit and float as they are, 8-bit widened to 16. Stateless, no
/// allocation.
public final class SampleCopy {
    private static final ValueLayout.OfInt FOUR_BYTES =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong FOUR_SHORTS =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final MemorySegment ZEROS = Arena.global().allocate(4096).asReadOnly();

    private SampleCopy() {}

    /// Writes `count` samples of `kind` from byte `from` of `source` to byte `to` of `target`, and zeros up to
    /// `length`.
    ///
    /// The target gets `length * kind.recordBytes()` bytes in little-endian order, of any alignment. Both segments stay
    /// the caller's. Throws IllegalArgumentException where `count` exceeds `length`, IndexOutOfBoundsException where a
    /// segment is too short.
    public static void copy(
            MemorySegment source, long from, SampleKind kind, int count, MemorySegment target, long to, int length) {
        if (count < 0 || count > length) {
            throw new IllegalArgumentException("the event does not fit the record: samples=" + count
                    + ", record_length=" + length + "; use a record of at least that many samples");
        }
        if (kind == SampleKind.UNSIGNED_8) {
            widen(source, from, count, target, to);
        } else {
            MemorySegment.copy(source, from, target, to, (long) count * kind.fileBytes());
        }
        long written = (long) count * kind.recordBytes();
        zero(target, to + written, (long) length * kind.recordBytes() - written);
    }

    private static void widen(MemorySegment source, long from, int count, MemorySegment target, long to) {
        int sample = 0;
        for (; sample <= count - 4; sample += 4) {
            long spread = source.get(FOUR_BYTES, from + sample) & 0xFFFF_FFFFL;
            spread = (spread | spread << 16) & 0x0000_FFFF_0000_FFFFL;
            spread = (spread | spread << 8) & 0x00FF_00FF_00FF_00FFL;
            target.set(FOUR_SHORTS, to + 2L * sample, spread);
        }
        for (; sample < count; sample++) {
            target.set(SHORT, to + 2L * sample, (short) (source.get(JAVA_BYTE, from + sample) & 0xFF));
        }
    }

    private static void zero(MemorySegment target, long to, long bytes) {
        long end = to + bytes;
        for (long at = to; at < end; at += ZEROS.byteSize()) {
            MemorySegment.copy(ZEROS, 0, target, at, Math.min(ZEROS.byteSize(), end - at));
        }
    }
}
