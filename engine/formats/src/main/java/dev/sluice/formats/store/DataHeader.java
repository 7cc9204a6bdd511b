package dev.sluice.formats.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// The first 64 bytes of a data file: that it is one, and to which index it belongs. Stateless.
final class DataHeader {
    static final int SIZE = 64;
    static final int ALIGNMENT = 64;

    private static final long MAGIC = 0x4154_4144_4543_4C53L;
    private static final int VERSION = 1;
    private static final int CHECKED = SIZE - Integer.BYTES;

    private DataHeader() {}

    /// The next multiple of the alignment.
    static long aligned(long offset) {
        return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /// The header of the data of the index with that identity.
    static ByteBuffer of(long identity) {
        ByteBuffer header = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(0, MAGIC).putInt(8, VERSION).putLong(16, identity);
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, CHECKED);
        return header.putInt(CHECKED, (int) crc.getValue());
    }

    /// Whether these are the bytes of [#of].
    static boolean isOf(long identity, ByteBuffer header) {
        return header.duplicate().equals(of(identity));
    }
}
