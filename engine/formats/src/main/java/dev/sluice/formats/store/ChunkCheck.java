package dev.sluice.formats.store;

import dev.sluice.formats.FormatException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Takes the checksum of chunks in a mapped data file. For one thread; makes no object per chunk.
final class ChunkCheck {
    /// A buffer has at most so many bytes; a multiple of the alignment.
    private static final long WINDOW = 1L << 30;

    private final IndexContent content;
    private final ByteBuffer[] windows;
    private final long from;
    private final CRC32C crc = new CRC32C();

    /// For chunks in `mapped`, which shows the data file from the byte `from` on.
    ChunkCheck(IndexContent content, MemorySegment mapped, long from) {
        this.content = content;
        this.from = from;
        this.windows = new ByteBuffer[Math.toIntExact((mapped.byteSize() + WINDOW - 1) / WINDOW)];
        for (int i = 0; i < windows.length; i++) {
            long start = i * WINDOW;
            windows[i] = mapped.asSlice(start, Math.min(WINDOW, mapped.byteSize() - start))
                    .asByteBuffer();
        }
    }

    /// Checks one chunk.
    ///
    /// @throws FormatException if its bytes are not those that were written
    void require(int chunk) {
        ChunkEntry entry = content.entries().get(chunk);
        for (int i = 0; i < entry.parts().size(); i++) {
            ColumnPart part = entry.parts().get(i);
            int found = checksum(part.offset() - from, DataHeader.aligned(part.size()));
            if (found != part.crc()) {
                throw new FormatException(
                        content.dataFile(),
                        part.offset(),
                        FolderReading.named(content, chunk) + ", fails its checksum: CRC32C="
                                + Integer.toHexString(found) + " of bytes=" + part.size() + ", written was "
                                + Integer.toHexString(part.crc()),
                        FolderReading.REMEDY);
            }
        }
    }

    private int checksum(long start, long length) {
        crc.reset();
        long position = start;
        long end = start + length;
        while (position < end) {
            ByteBuffer window = windows[(int) (position / WINDOW)];
            int low = (int) (position % WINDOW);
            int high = (int) Math.min(WINDOW, low + (end - position));
            crc.update(window.limit(high).position(low));
            position += high - low;
        }
        return (int) crc.getValue();
    }
}
