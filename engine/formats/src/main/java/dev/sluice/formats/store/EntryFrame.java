package dev.sluice.formats.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// An entry as it lies in the index: checksum, length, kind, number, payload, zeros up to a multiple of 8. Stateless.
///
/// The CRC32C is taken over that of the entry before and all bytes after itself: entries that change places, or come
/// from another index, do not fit.
final class EntryFrame {
    static final int HEADER = 16;
    static final int MOST_PAYLOAD = 1 << 24;
    static final int CHAIN_START = 0x534C5543;

    private static final int ALIGNMENT = 8;

    private EntryFrame() {}

    /// The bytes of a whole entry, ready to be written.
    ///
    /// @param chain the checksum of the entry before
    static ByteBuffer of(EntryKind kind, int number, byte[] payload, int chain) {
        ByteBuffer frame = ByteBuffer.allocate(size(payload.length)).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(4, payload.length).putInt(8, kind.code()).putInt(12, number);
        frame.put(HEADER, payload);
        frame.putInt(0, checksum(new CRC32C(), frame.array(), frame.capacity(), chain));
        return frame;
    }

    /// The size of an entry in the file.
    static int size(int payload) {
        return HEADER + (payload + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /// The checksum that belongs into the first four bytes of an entry of that size in `frame`.
    static int checksum(CRC32C crc, byte[] frame, int size, int chain) {
        crc.reset();
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            crc.update(chain >>> shift & 0xFF);
        }
        crc.update(frame, Integer.BYTES, size - Integer.BYTES);
        return (int) crc.getValue();
    }
}
