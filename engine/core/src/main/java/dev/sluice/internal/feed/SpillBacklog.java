package dev.sluice.internal.feed;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Lease;
import dev.sluice.chunk.Loss;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.RunNotes;
import dev.sluice.internal.ring.Slot;
import dev.sluice.record.Records;
import dev.sluice.stream.Overflow;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;

/// Chunks on disk, in a file that is used round and round: written after the last, read from the first. It is opened
/// when the first chunk comes, and has no name any more where the system allows that, so that it never outlives the
/// process.
///
/// A chunk takes a head of five numbers (start, end, latest end, records, losses) and the bytes of its records. Its
/// losses stay in memory.
final class SpillBacklog implements Backlog {
    private static final int HEAD = 5 * Long.BYTES;
    private static final long BLOCK = 256 * 1024;

    private final StagePlan plan;
    private final Overflow overflow;
    private final RunNotes notes;
    private final ChunkPool pool;
    private final ArrayDeque<List<Loss>> losses = new ArrayDeque<>();
    private FileChannel file;
    private Lease lease;
    private MemorySegment block;
    private ByteBuffer bytes;
    private long written;
    private long read;
    private boolean full;

    SpillBacklog(StagePlan plan, Overflow overflow, ChunkPool pool, RunNotes notes) {
        this.plan = plan;
        this.overflow = overflow;
        this.pool = pool;
        this.notes = notes;
    }

    @Override
    public boolean isEmpty() {
        return read == written;
    }

    @Override
    public boolean add(Chunk chunk) {
        full &= !isEmpty();
        if (full || HEAD + chunk.nbytes() > overflow.maxBytes() - (written - read)) {
            return false;
        }
        try {
            open();
            write(chunk);
            written += HEAD + chunk.nbytes();
            if (!chunk.losses().isEmpty()) {
                losses.add(List.copyOf(chunk.losses()));
            }
            return true;
        } catch (IOException unwritable) {
            // What was written before is whole; this chunk stays with its giver.
            full = true;
            notes.warn("chunks of " + plan.dataType(0) + " cannot be spilled to " + overflow.folder() + ": "
                    + unwritable.getMessage() + "; the run waits for its reader instead, free some disk");
            return false;
        }
    }

    private void open() throws IOException {
        if (file != null) {
            return;
        }
        if (lease == null) {
            lease = pool.acquire(Math.min(BLOCK, Math.max(HEAD, pool.budget() / 16)), "spill of " + plan.dataType(0));
            block = lease.memory();
            bytes = block.asByteBuffer();
        }
        Path path = Files.createTempFile(overflow.folder(), "sluice-", ".spill");
        file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    private void write(Chunk chunk) throws IOException {
        setHead(0, chunk.start());
        setHead(1, chunk.end());
        setHead(2, chunk.latestEnd());
        setHead(3, chunk.length());
        setHead(4, chunk.losses().size());
        transfer(true, written, HEAD);
        Records records = chunk.records();
        for (long done = 0; done < chunk.nbytes(); ) {
            int part = (int) Math.min(block.byteSize(), chunk.nbytes() - done);
            MemorySegment.copy(records.segment(), records.byteOffset() + done, block, 0, part);
            transfer(true, written + HEAD + done, part);
            done += part;
        }
    }

    private void setHead(int index, long value) {
        block.set(ValueLayout.JAVA_LONG_UNALIGNED, (long) index * Long.BYTES, value);
    }

    private long head(int index) {
        return block.get(ValueLayout.JAVA_LONG_UNALIGNED, (long) index * Long.BYTES);
    }

    /// Writes the first bytes of the block, or reads into them; where the file ends it goes on at its start.
    private void transfer(boolean out, long at, int count) throws IOException {
        bytes.clear().limit(count);
        while (bytes.hasRemaining()) {
            long place = (at + bytes.position()) % overflow.maxBytes();
            bytes.limit((int) Math.min(count, bytes.position() + overflow.maxBytes() - place));
            int moved = out ? file.write(bytes, place) : file.read(bytes, place);
            if (moved < 0) {
                throw new EOFException("the spill file in " + overflow.folder() + " ends at byte " + place + ", "
                        + (count - bytes.position()) + " bytes early; do not touch it while the run goes on");
            }
            bytes.limit(count);
        }
    }

    @Override
    public void moveTo(Slot slot, long number) throws IOException {
        transfer(false, read, HEAD);
        long start = head(0);
        long end = head(1);
        long latestEnd = head(2);
        long count = head(3);
        boolean lossy = head(4) > 0;
        Records records = slot.records(count);
        long size = records.byteSize();
        for (long done = 0; done < size; ) {
            int part = (int) Math.min(block.byteSize(), size - done);
            transfer(false, read + HEAD + done, part);
            MemorySegment.copy(block, 0, records.segment(), records.byteOffset() + done, part);
            done += part;
        }
        read += HEAD + size;
        ChunkWindow window = slot.window(0);
        window.set(number, start, end, plan.runId(), plan.dataType(0));
        window.reach(latestEnd);
        if (lossy) {
            losses.poll().forEach(window::addLoss);
        }
    }

    @Override
    public void close() throws IOException {
        Lease before = lease;
        lease = null;
        try {
            if (before != null) {
                before.release();
            }
        } finally {
            if (file != null) {
                file.close();
            }
        }
    }
}
