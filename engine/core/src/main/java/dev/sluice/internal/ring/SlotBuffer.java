package dev.sluice.internal.ring;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Lease;
import dev.sluice.internal.plan.Contents;
import dev.sluice.record.Checked;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.RecordWindow;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One chunk of a slot and the memory that it keeps: grown when needed, never shrunk, reused lap after lap.
///
/// It is filled through records of their own, which end when it is [sealed][#seal]; all others see the
/// [window][#window], through which nothing can be written. Not thread-safe: handed from the source to a worker to the
/// reader by the sequences of the ring.
public final class SlotBuffer {
    /// Copied from, because filling a part of a segment would allocate a slice of it.
    private static final MemorySegment ZEROS = Arena.global().allocate(16 * 1024, 64);

    /// Records to write through, used in turn: one that is kept too long is refused for so many laps.
    private static final int WRITERS = 4;

    private final ChunkPool pool;
    private final String owner;
    private final ChunkWindow window;
    private final LoanGuard guard = new LoanGuard();
    private final RecordWindow[] writers = new RecordWindow[WRITERS];
    private final int recordSize;
    private final boolean cleared;
    private final UnwrittenFields unwritten;
    private final ChunkSplits parts = new ChunkSplits();
    private int writer;
    private Lease lease;
    private long handedOut;
    private MemorySegment lent = MemorySegment.NULL;
    private MemorySegment lentForReading = MemorySegment.NULL.asReadOnly();

    /// A buffer whose memory, where it is handed out, has these contents.
    public SlotBuffer(ChunkPool pool, RecordType type, String owner, Contents contents) {
        this.pool = pool;
        this.owner = owner;
        this.window = new ChunkWindow(type);
        for (int i = 0; i < WRITERS; i++) {
            writers[i] = new RecordWindow(type);
        }
        if (Checked.ON) {
            window.window().guard(guard);
        }
        this.recordSize = type.size();
        boolean gapped = type.fields().stream().mapToInt(Field::byteSize).sum() < recordSize;
        boolean verified = Checked.ON && contents == Contents.PROMISED;
        this.unwritten = verified ? new UnwrittenFields(type) : null;
        this.cleared = contents == Contents.ZEROS || contents == Contents.PROMISED && gapped && !verified;
    }

    public ChunkWindow window() {
        return window;
    }

    /// Where the chunk is cut into several.
    public ChunkSplits parts() {
        return parts;
    }

    /// Opens the buffer for a new chunk, without records yet.
    public void open() {
        if (Checked.ON) {
            guard.open();
        }
        writer = (writer + 1) % WRITERS;
        handedOut = 0;
        parts.clear();
        window.window().rebind(MemorySegment.NULL, 0, 0);
    }

    /// Records to write, `count` of them, with what was written since [#open()] kept.
    public Records room(long count) {
        // More than int64 counts is more than any budget.
        long bytes = count > Long.MAX_VALUE / recordSize ? Long.MAX_VALUE : count * recordSize;
        if (lease == null || lease.byteSize() < bytes) {
            grow(bytes, count > 1);
        }
        if (count > handedOut) {
            prepare(count);
            handedOut = count;
        }
        window.window().rebind(lease.readOnlyMemory(), 0, count);
        writers[writer].rebind(lease.memory(), 0, count);
        return writers[writer].records();
    }

    /// What another chunk left there must not come out with this one.
    private void prepare(long count) {
        if (unwritten != null) {
            unwritten.prepare(lease.memory(), handedOut, count);
        } else if (cleared) {
            clear(handedOut * recordSize, count * recordSize);
        }
    }

    private void clear(long from, long to) {
        for (long at = from; at < to; at += ZEROS.byteSize()) {
            MemorySegment.copy(ZEROS, 0, lease.memory(), at, Math.min(ZEROS.byteSize(), to - at));
        }
    }

    private void grow(long bytes, boolean divisible) {
        Lease grown = pool.acquire(bytes, owner, divisible);
        Lease before = lease;
        lease = grown;
        if (before != null) {
            long kept = Math.min(handedOut * recordSize, grown.byteSize());
            MemorySegment.copy(before.memory(), 0, grown.memory(), 0, kept);
            before.release();
        }
    }

    /// Nothing more is written: the records that were handed out to be filled are refused from now on.
    public void seal() {
        writers[writer].end(owner);
    }

    /// Verifies, in checked mode, what `plugin` promises: that the records which it was handed are written.
    public void requireWritten(String plugin) {
        if (unwritten != null && handedOut > 0) {
            unwritten.require(
                    lease.memory(), Math.min(handedOut, window.records().count()), plugin);
        }
    }

    /// Shows memory that belongs to another owner.
    void lend(MemorySegment memory, long byteOffset, long count) {
        handedOut = 0;
        window.window().rebind(forReading(memory), byteOffset, count);
    }

    /// Shows a part of a chunk of another stage, as [ChunkWindow#showPart] does, guarded by this buffer.
    public void lendPart(Chunk whole, long from, long to, long start, long end, boolean first, boolean last) {
        handedOut = 0;
        window.showPart(whole, from, to, start, end, first, last);
        if (Checked.ON) {
            window.window().guard(guard);
        }
    }

    /// Holds a copy of a chunk, which is number `number` of `dataType` here; to be opened before.
    public void copy(Chunk chunk, long number, String dataType) {
        room(chunk.length()).copyFrom(0, chunk.records(), 0, chunk.length());
        window.nameLike(chunk, number, dataType);
    }

    /// The same memory, which cannot be written: made once for as long as the same is lent.
    private MemorySegment forReading(MemorySegment memory) {
        if (memory.isReadOnly()) {
            return memory;
        }
        if (memory != lent) {
            lent = memory;
            lentForReading = memory.asReadOnly();
        }
        return lentForReading;
    }

    /// What access to the chunk is guarded by in checked mode.
    LoanGuard guard() {
        return guard;
    }

    /// The chunk shows memory that is guarded by `lender` too.
    public void guardAlso(LoanGuard lender) {
        guard.lentBy(lender);
    }

    /// Trades memory with another buffer of the same type, whose records are shown then.
    public void exchange(SlotBuffer other) {
        Lease own = lease;
        lease = other.lease;
        other.lease = own;
        long count = other.window.records().count();
        window.window().rebind(lease == null ? MemorySegment.NULL : lease.readOnlyMemory(), 0, count);
    }

    /// Ends the life of the chunk: in checked mode later access is refused, and what was written is poisoned.
    ///
    /// Otherwise nothing is touched here, by a reader that is about to be handed the next chunk: what it was lent ends
    /// with its own view, what was handed out to be filled is sealed, and the slot is opened anew by its feed.
    void retire() {
        if (Checked.ON) {
            window.window().end(owner);
            guard.end(owner);
            if (lease != null) {
                lease.memory().fill(ChunkPool.POISON);
            }
        }
    }

    public void release() {
        seal();
        window.window().end(owner);
        guard.end(owner);
        Lease before = lease;
        lease = null;
        if (before != null) {
            before.release();
        }
    }
}
