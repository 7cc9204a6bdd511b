package dev.sluice.formats.store;

import dev.sluice.chunk.Loss;
import dev.sluice.store.StoredChunk;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What the index says of one chunk. Immutable.
///
/// @param chunk     interval, count, size, losses
/// @param latestEnd the end of the record that ends last, or that of the chunk
/// @param parts     where its bytes are; none if it is empty
record ChunkEntry(StoredChunk chunk, long latestEnd, List<ColumnPart> parts) {
    private static final int FIXED = 48;

    ChunkEntry {
        parts = List.copyOf(parts);
    }

    /// The payload of the entry.
    byte[] payload() {
        List<byte[]> causes = chunk.losses().stream()
                .map(loss -> loss.cause().getBytes(StandardCharsets.UTF_8))
                .toList();
        int length = FIXED + parts.size() * ColumnPart.BYTES + Integer.BYTES;
        for (byte[] cause : causes) {
            length = Math.addExact(length, 20 + cause.length);
        }
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(chunk.start()).putLong(chunk.end()).putLong(chunk.count()).putLong(chunk.byteSize());
        out.putLong(latestEnd).putInt(0).putInt(parts.size());
        for (ColumnPart part : parts) {
            out.putInt(part.column()).putInt(part.codec()).putLong(part.offset());
            out.putLong(part.size()).putLong(part.plain()).putInt(part.crc()).putInt(0);
        }
        out.putInt(causes.size());
        for (int i = 0; i < causes.size(); i++) {
            Loss loss = chunk.losses().get(i);
            out.putLong(loss.start()).putLong(loss.end()).putInt(causes.get(i).length);
            out.put(causes.get(i));
        }
        return out.array();
    }

    /// The entry that a payload spells.
    ///
    /// @throws IllegalArgumentException if it spells none, or one that cannot be
    static ChunkEntry parse(byte[] payload, int recordSize) {
        ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        try {
            long start = in.getLong();
            long end = in.getLong();
            long count = in.getLong();
            long byteSize = in.getLong();
            long latestEnd = in.getLong();
            in.getInt();
            List<ColumnPart> parts = parts(in);
            StoredChunk chunk = new StoredChunk(start, end, count, byteSize, losses(in));
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("bytes=" + in.remaining() + " are left over");
            }
            return new ChunkEntry(chunk, latestEnd, parts).checked(recordSize);
        } catch (BufferUnderflowException short_) {
            throw new IllegalArgumentException("it ends too early, length=" + payload.length, short_);
        }
    }

    private static List<ColumnPart> parts(ByteBuffer in) {
        int count = limited(in, ColumnPart.BYTES);
        List<ColumnPart> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int column = in.getInt();
            int codec = in.getInt();
            parts.add(new ColumnPart(column, codec, in.getLong(), in.getLong(), in.getLong(), in.getInt()));
            in.getInt();
        }
        return parts;
    }

    private static List<Loss> losses(ByteBuffer in) {
        int count = limited(in, 20);
        List<Loss> losses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long start = in.getLong();
            long end = in.getLong();
            byte[] cause = new byte[limited(in, 1)];
            in.get(cause);
            losses.add(new Loss(start, end, new String(cause, StandardCharsets.UTF_8)));
        }
        return losses;
    }

    /// How many things of that size follow, of which there is room for no more.
    private static int limited(ByteBuffer in, int size) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / size) {
            throw new IllegalArgumentException("count=" + count + " of things of " + size
                    + " bytes in what is left, which is bytes=" + in.remaining());
        }
        return count;
    }

    private ChunkEntry checked(int recordSize) {
        boolean fits = chunk.count() <= Long.MAX_VALUE / recordSize && chunk.byteSize() == chunk.count() * recordSize;
        boolean there = chunk.count() == 0 ? parts.isEmpty() : parts.size() == 1;
        for (ColumnPart part : parts) {
            there &= part.column() == ColumnPart.ROWS
                    && part.codec() == ColumnPart.PLAIN
                    && part.size() == chunk.byteSize()
                    && part.plain() == chunk.byteSize()
                    && part.offset() >= DataHeader.SIZE
                    && part.offset() % DataHeader.ALIGNMENT == 0
                    && part.offset() <= Long.MAX_VALUE - DataHeader.ALIGNMENT - part.size();
        }
        if (!fits || !there) {
            throw new IllegalArgumentException("it is of " + chunk.count() + " records of recordSize=" + recordSize
                    + " bytes, byteSize=" + chunk.byteSize() + ", and has parts=" + parts);
        }
        return this;
    }

    /// The first byte of the data file after this chunk and what fills it up; `before` if it has no bytes.
    long dataEnd(long before) {
        return parts.isEmpty()
                ? before
                : DataHeader.aligned(parts.get(0).offset() + parts.get(0).size());
    }
}
