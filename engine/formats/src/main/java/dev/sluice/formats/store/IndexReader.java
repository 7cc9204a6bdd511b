package dev.sluice.formats.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// Reads the entries of an index one after the other, up to the first that cannot be right. Used once.
///
/// Lengths are believed only as far as the file goes. Chunks tile their time and the data file, or they are refused.
final class IndexReader {
    private static final int BLOCK = 1 << 16;

    private final Path index;
    private final List<ChunkEntry> entries = new ArrayList<>();
    private final CRC32C crc = new CRC32C();
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);
    private StoreHead head;
    private boolean complete;
    private long position;
    private long dataEnd = DataHeader.SIZE;
    private int chain = EntryFrame.CHAIN_START;
    private long chunkBytes;
    private int chunkChain = EntryFrame.CHAIN_START;

    private IndexReader(Path index) {
        this.index = index;
    }

    /// What the index says.
    ///
    /// @throws IOException if the file cannot be read
    static IndexContent read(Path index) throws IOException {
        return new IndexReader(index).read(Integer.MAX_VALUE);
    }

    /// What the first entry says.
    ///
    /// @throws IOException if the file cannot be read
    static IndexContent readHead(Path index) throws IOException {
        return new IndexReader(index).read(1);
    }

    private IndexContent read(int most) throws IOException {
        String trouble = "";
        long size = Files.size(index);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(index), BLOCK)) {
            for (int number = 0; number < most && position < size; number++) {
                take(number, frame(in, number, size - position));
            }
        } catch (IllegalArgumentException damaged) {
            trouble = damaged.getMessage();
        }
        return new IndexContent(index, head, entries, complete, position, chunkBytes, chunkChain, trouble);
    }

    /// The next entry, checked, in a buffer that the one after it is read into.
    private ByteBuffer frame(InputStream in, int number, long left) throws IOException {
        int header = in.readNBytes(buffer.array(), 0, EntryFrame.HEADER);
        require(header == EntryFrame.HEADER, "it ends inside the header of an entry");
        int length = buffer.getInt(4);
        if (length < 0 || length > EntryFrame.MOST_PAYLOAD || EntryFrame.size(length) > left) {
            throw new IllegalArgumentException(
                    "an entry has length=" + length + ", where bytes=" + left + " are left of the file");
        }
        int size = EntryFrame.size(length);
        if (size > buffer.capacity()) {
            byte[] larger = Arrays.copyOf(buffer.array(), size);
            buffer = ByteBuffer.wrap(larger).order(ByteOrder.LITTLE_ENDIAN);
        }
        int rest = in.readNBytes(buffer.array(), header, size - header);
        require(rest == size - header, "it became shorter while it was read");
        int computed = EntryFrame.checksum(crc, buffer.array(), size, chain);
        if (computed != buffer.getInt(0) || buffer.getInt(12) != number) {
            throw new IllegalArgumentException("an entry fails its checksum: it has number=" + buffer.getInt(12)
                    + ", expected is " + number + ", and CRC32C=" + Integer.toHexString(buffer.getInt(0))
                    + ", computed is " + Integer.toHexString(computed));
        }
        return buffer;
    }

    private void take(int number, ByteBuffer frame) {
        EntryKind kind = EntryKind.of(frame.getInt(8));
        byte[] payload = new byte[frame.getInt(4)];
        frame.get(EntryFrame.HEADER, payload);
        require(number > 0 || kind == EntryKind.HEAD, "the first entry is no head");
        require(!complete, "something follows the last entry");
        if (number == 0) {
            head = StoreHead.parse(new String(payload, StandardCharsets.UTF_8));
        } else if (kind == EntryKind.CHNK) {
            add(ChunkEntry.parse(payload, head.type().size()));
        } else if (kind == EntryKind.DONE) {
            requireCounts(ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN));
            complete = true;
        } else {
            throw new IllegalArgumentException("an entry is of kind=" + frame.getInt(8) + ", which is not known");
        }
        position += EntryFrame.size(payload.length);
        chain = frame.getInt(0);
        if (!complete) {
            chunkBytes = position;
            chunkChain = chain;
        }
    }

    private void add(ChunkEntry entry) {
        long before = entries.isEmpty()
                ? entry.chunk().start()
                : entries.get(entries.size() - 1).chunk().end();
        if (entry.chunk().start() != before) {
            throw new IllegalArgumentException("the chunk before ends at time=" + before + ", this one starts at time="
                    + entry.chunk().start());
        }
        if (!entry.parts().isEmpty() && entry.parts().get(0).offset() < dataEnd) {
            throw new IllegalArgumentException(
                    "the chunk before ends at dataOffset=" + dataEnd + ", this one has " + entry.parts());
        }
        dataEnd = entry.dataEnd(dataEnd);
        entries.add(entry);
    }

    private void requireCounts(ByteBuffer payload) {
        require(
                payload.remaining() == 2 * Long.BYTES
                        && payload.getLong(0) == entries.size()
                        && payload.getLong(8) == dataEnd,
                "the last entry does not speak of chunks=" + entries.size() + ", dataBytes=" + dataEnd);
    }

    private static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
