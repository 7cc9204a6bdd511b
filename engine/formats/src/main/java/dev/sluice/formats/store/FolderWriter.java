package dev.sluice.formats.store;

import dev.sluice.chunk.Chunk;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoredChunk;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Writes the two files of a folder: bytes of chunks first, and their entries when these were forced. For one thread.
final class FolderWriter implements AutoCloseable {
    private static final long PIECE = 64L << 20;

    private final Disk disk;
    private final DiskSettings settings;
    private final Path folder;
    private final StoreHead head;
    private final Disk.Appending data;
    private final Disk.Appending index;
    private final List<ChunkEntry> pending = new ArrayList<>();
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer zeros = ByteBuffer.allocate(DataHeader.ALIGNMENT);
    private long dataEnd;
    private int chain;
    private int sequence;
    private int chunks;
    private final long reserve;
    private long room;
    private long unforced;
    private long forcedAt = System.nanoTime();

    private FolderWriter(
            Disk disk,
            DiskSettings settings,
            Path folder,
            StoreHead head,
            Disk.Appending data,
            Disk.Appending index,
            IndexContent written,
            long reserve) {
        this.disk = disk;
        this.reserve = reserve;
        this.settings = settings;
        this.folder = folder;
        this.head = head;
        this.data = data;
        this.index = index;
        this.dataEnd = written == null ? 0 : written.dataBytes();
        this.chain = written == null ? EntryFrame.CHAIN_START : written.chain();
        this.sequence = written == null ? 0 : written.sequence();
        this.chunks = written == null ? 0 : written.entries().size();
    }

    /// Starts the files of a folder that is there and empty.
    ///
    /// @throws IOException if they cannot be written
    static FolderWriter start(Disk disk, DiskSettings settings, Path folder, StoreHead head) throws IOException {
        FolderWriter writer = open(disk, settings, folder, head, null);
        try {
            writer.data.write(DataHeader.of(head.identity()));
            writer.dataEnd = DataHeader.SIZE;
            writer.data.force();
            writer.append(EntryKind.HEAD, head.json().getBytes(StandardCharsets.UTF_8));
            writer.index.force();
            disk.forceFolder(folder);
            disk.forceFolder(folder.getParent());
            return writer;
        } catch (IOException | RuntimeException | Error refused) {
            writer.close();
            throw refused;
        }
    }

    /// Goes on after what is complete in a folder; what follows it is cut off.
    ///
    /// @throws IOException if the files cannot be written
    static FolderWriter resume(Disk disk, DiskSettings settings, Path folder, IndexContent written) throws IOException {
        return open(disk, settings, folder, written.head(), written);
    }

    private static FolderWriter open(
            Disk disk, DiskSettings settings, Path folder, StoreHead head, IndexContent written) throws IOException {
        long reserve = Math.min(settings.reserve(), disk.totalBytes(folder) / 100);
        Disk.Appending index =
                disk.append(folder.resolve(FolderNames.INDEX), written == null ? 0 : written.chunkBytes());
        try {
            Disk.Appending data =
                    disk.append(folder.resolve(head.dataFile()), written == null ? 0 : written.dataBytes());
            return new FolderWriter(disk, settings, folder, head, data, index, written, reserve);
        } catch (IOException | RuntimeException | Error refused) {
            index.close();
            throw refused;
        }
    }

    /// Writes a chunk; its entry follows when its bytes are forced, now or later.
    ///
    /// @throws IOException if the disk does not take it
    void write(Chunk chunk) throws IOException {
        long size = chunk.nbytes();
        requireRoom(chunk);
        List<ColumnPart> parts = List.of();
        if (size > 0) {
            MemorySegment bytes =
                    chunk.records().segment().asSlice(chunk.records().byteOffset(), size);
            parts = List.of(new ColumnPart(ColumnPart.ROWS, ColumnPart.PLAIN, dataEnd, size, size, put(bytes)));
            dataEnd = DataHeader.aligned(dataEnd + size);
        }
        ChunkEntry entry = new ChunkEntry(StoredChunk.of(chunk), chunk.latestEnd(), parts);
        pending.add(entry);
        unforced += size;
        if (unforced >= settings.forceBytes()
                || System.nanoTime() - forcedAt >= settings.forceEvery().toNanos()) {
            force();
        }
    }

    /// Writes the bytes and zeros up to the next chunk; their checksum.
    private int put(MemorySegment bytes) throws IOException {
        crc.reset();
        for (long at = 0; at < bytes.byteSize(); at += PIECE) {
            ByteBuffer piece =
                    bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer();
            crc.update(piece.duplicate());
            data.write(piece);
        }
        int fill = (int) (DataHeader.aligned(bytes.byteSize()) - bytes.byteSize());
        if (fill > 0) {
            crc.update(zeros.clear().limit(fill));
            data.write(zeros.clear().limit(fill));
        }
        return (int) crc.getValue();
    }

    /// A disk that is filled to its last byte harms more than this store. Others write to it too, so after each force
    /// it is asked again.
    private void requireRoom(Chunk chunk) throws IOException {
        long needed = DataHeader.aligned(chunk.nbytes()) + (1 << 12);
        if (room < needed) {
            room = disk.usableBytes(folder) - reserve;
        }
        if (room < needed) {
            throw new StoreException("the disk is full: " + chunk + " of " + head.key() + " needs bytes=" + needed
                    + ", usable=" + (room + reserve) + ", of which reserve=" + reserve + " is left free: folder="
                    + folder + "; the " + chunks + " chunks before are whole, and a later run goes on from there; make"
                    + " room, or store elsewhere");
        }
        room -= needed;
    }

    /// Forces what was written, and makes its chunks readable.
    ///
    /// @throws IOException if the disk does not take it
    void force() throws IOException {
        if (!pending.isEmpty()) {
            data.force();
            for (ChunkEntry entry : pending) {
                append(EntryKind.CHNK, entry.payload());
                chunks++;
            }
            pending.clear();
            index.force();
        }
        unforced = 0;
        room = 0;
        forcedAt = System.nanoTime();
    }

    /// Forces all of it, and says in the index that there is no more.
    ///
    /// @throws IOException if the disk does not take it
    void complete() throws IOException {
        force();
        ByteBuffer payload = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        append(EntryKind.DONE, payload.putLong(0, chunks).putLong(8, dataEnd).array());
        index.force();
        close();
        disk.forceFolder(folder);
    }

    private void append(EntryKind kind, byte[] payload) throws IOException {
        if (payload.length > EntryFrame.MOST_PAYLOAD) {
            throw new StoreException("an entry of the index of " + head.key() + " would take bytes=" + payload.length
                    + ", limit=" + EntryFrame.MOST_PAYLOAD + "; make chunks smaller, so that each has fewer losses");
        }
        ByteBuffer frame = EntryFrame.of(kind, sequence++, payload, chain);
        chain = frame.getInt(0);
        index.write(frame.clear());
    }

    @Override
    public void close() throws IOException {
        try {
            data.close();
        } finally {
            index.close();
        }
    }
}
