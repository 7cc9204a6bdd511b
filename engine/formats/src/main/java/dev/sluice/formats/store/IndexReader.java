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
import java.util.List;

/// Reads the entries of an index one after the other, up to the first that cannot be right. Used once.
///
/// Lengths are believed only as far as the file goes. Chunks tile their time and the data file, or they are refused.
final class IndexReader {
    private static final int BLOCK = 1 << 16;

    private final Path index;
    private final List<ChunkEntry> entries = new ArrayList<>();
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

    /// The next entry, checked.
    private ByteBuffer frame(InputStream in, int number, long left) throws IOException {
        byte[] header = in.readNBytes(EntryFrame.HEADER);
        require(header.length == EntryFrame.HEADER, "it ends inside the header of an entry, after bytes=" + left);
        ByteBuffer start = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int length = start.getInt(4);
        require(
                length >= 0 && length <= EntryFrame.MOST_PAYLOAD && EntryFrame.size(length) <= left,
                "an entry has length=" + length + ", where bytes=" + left + " are left of the file");
        byte[] bytes = new byte[EntryFrame.size(length)];
        System.arraycopy(header, 0, bytes, 0, header.length);
        int rest = in.readNBytes(bytes, header.length, bytes.length - header.length);
        require(rest == bytes.length - header.length, "it became shorter while it was read");
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int crc = EntryFrame.checksum(frame, chain);
        require(
                crc == frame.getInt(0) && frame.getInt(12) == number,
                "an entry fails its checksum: it has number=" + frame.getInt(12) + ", expected is " + number
                        + ", and CRC32C=" + Integer.toHexString(frame.getInt(0)) + ", computed is "
                        + Integer.toHexString(crc));
        return frame;
    }

    private void take(int number, ByteBuffer frame) {
        EntryKind kind = EntryKind.of(frame.getInt(8));
        byte[] payload = new byte[frame.getInt(4)];
        frame.get(EntryFrame.HEADER, payload);
        require(kind == (number == 0 ? EntryKind.HEAD : kind), "the first entry is no head but " + kind);
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
        position += frame.capacity();
        chain = frame.getInt(0);
        if (!complete) {
            chunkBytes = position;
            chunkChain = chain;
        }
    }

    private void add(ChunkEntry entry) {
        if (!entries.isEmpty()) {
            long before = entries.get(entries.size() - 1).chunk().end();
            require(
                    entry.chunk().start() == before,
                    "the chunk before ends at time=" + before + ", this one starts at time="
                            + entry.chunk().start());
        }
        require(
                entry.parts().isEmpty() || entry.parts().get(0).offset() >= dataEnd,
                "the chunk before ends at dataOffset=" + dataEnd + ", this one has " + entry.parts());
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
