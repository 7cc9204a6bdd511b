package dev.sluice.record;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// A run of records in off-heap memory: a segment, a type and a count. It copies nothing and owns nothing: the memory
/// belongs to the arena, the mapped file or the slot that the segment came from, and is valid as long as that is.
///
/// Reading is safe from several threads as long as none writes; a thread that gets the records from another must get
/// them through something that orders memory (a ring, a queue, a join). Values are read and written through the typed
/// handles of the [RecordType].
///
/// Every method and every handle refuses a view whose owner has moved on ([IllegalStateException]), and to write to
/// records that are lent for reading ([IllegalStateException]). What is done with the bare [#segment] is not checked
/// so: its memory may hold other records later, and lives until the stream or arena that it came from is closed.
public final class Records {
    private static final long FILL_BLOCK = 8192;

    final Layout layout;
    MemorySegment segment = MemorySegment.NULL;
    long byteOffset;
    long count;
    boolean readOnly;
    Guard guard;
    /// The view that moves, of that view and of its slices; null of records that stay where they are.
    Records moving;
    /// Of a view that moves: the slices to be ended with what is shown now; null until there is one.
    private Slices slices;
    private String ended;

    private final RecordType type;

    Records(RecordType type) {
        this.type = Objects.requireNonNull(type, "type");
        this.layout = type.layout();
    }

    /// New records, all bytes zero, in memory of the arena, which frees them; 64-byte aligned.
    ///
    /// @throws IllegalArgumentException if `count` is negative or the records need more bytes than an int64 counts
    public static Records allocate(RecordType type, long count, Arena arena) {
        Records records = new Records(type);
        long bytes = Bounds.bytes(type.layout(), count);
        records.bind(arena.allocate(bytes, 64), 0, count);
        return records;
    }

    /// All of the segment as records.
    ///
    /// @throws IllegalArgumentException if the segment is on the heap, or is not a whole number of records
    public static Records of(RecordType type, MemorySegment segment) {
        Records records = new Records(type);
        long rest = segment.byteSize() % type.size();
        if (rest != 0) {
            throw new IllegalArgumentException("the segment has byteSize=" + segment.byteSize() + ", which leaves "
                    + rest + " bytes after whole records of size=" + type.size() + "; cut it to a multiple");
        }
        records.bind(segment, 0, segment.byteSize() / type.size());
        return records;
    }

    /// `count` records that start at `byteOffset` in the segment.
    ///
    /// @throws IllegalArgumentException if the segment is on the heap, or does not hold that many records
    public static Records of(RecordType type, MemorySegment segment, long byteOffset, long count) {
        Records records = new Records(type);
        records.bind(segment, byteOffset, count);
        return records;
    }

    /// What the records are made of.
    public RecordType type() {
        return type;
    }

    /// How many records there are.
    public long count() {
        check();
        return count;
    }

    /// The segment that the records lie in; record 0 starts at [#byteOffset] in it, and it may reach further. Read-only
    /// if the records are.
    public MemorySegment segment() {
        check();
        return segment;
    }

    /// Where record 0 starts in [#segment], in bytes.
    public long byteOffset() {
        check();
        return byteOffset;
    }

    /// Bytes of all records together.
    public long byteSize() {
        check();
        return count * layout.size();
    }

    /// Records `from` to `to` (exclusive) of these, in the same memory.
    ///
    /// @throws IndexOutOfBoundsException unless `0 <= from <= to <= count`
    public Records slice(long from, long to) {
        check();
        Objects.checkFromToIndex(from, to, count);
        Records slice = new Records(type);
        slice.segment = segment;
        slice.byteOffset = byteOffset + from * layout.size();
        slice.count = to - from;
        slice.readOnly = readOnly;
        slice.guard = guard;
        slice.moving = moving;
        if (moving != null) {
            moving.note(slice);
        }
        return slice;
    }

    private synchronized void note(Records slice) {
        if (slices == null) {
            slices = new Slices();
        }
        slices.add(slice);
    }

    /// Ends the life of the slices of what is shown.
    void endSlices(String owner) {
        if (slices != null) {
            slices.end(owner);
        }
    }

    /// The same records, in the same memory, which cannot be written through what is returned.
    public Records asReadOnly() {
        Records view = slice(0, count);
        view.segment = segment.asReadOnly();
        view.readOnly = true;
        return view;
    }

    /// Whether the records are lent for reading only.
    public boolean isReadOnly() {
        return readOnly;
    }

    /// Copies `count` records of `source`, from its record `from` on, over these from record `at` on.
    ///
    /// The two may share memory: the result is as if through a temporary copy.
    ///
    /// @throws IllegalArgumentException if the layouts differ
    /// @throws IndexOutOfBoundsException if either range leaves its records
    public void copyFrom(long at, Records source, long from, long count) {
        checkWritable();
        source.check();
        requireLayout(source.layout);
        Objects.checkFromIndexSize(at, count, this.count);
        Objects.checkFromIndexSize(from, count, source.count);
        long size = layout.size();
        MemorySegment.copy(
                source.segment, source.byteOffset + from * size, segment, byteOffset + at * size, count * size);
    }

    /// Copies one field of every record of `source` into the record with the same index. Allocates nothing.
    ///
    /// @throws IllegalArgumentException if the counts differ, or the field is missing or of another type on either side
    public void copyField(String name, Records source) {
        Field from = source.layout.field(name);
        Field to = layout.field(name);
        FieldCopy.requireSame(from, to);
        FieldCopy.run(from, source, to, this);
    }

    /// Sets every byte of every record, gaps included. Allocates nothing.
    public void fill(byte value) {
        checkWritable();
        long bytes = count * layout.size();
        if (bytes == 0) {
            return;
        }
        segment.set(LittleEndian.BYTE, byteOffset, value);
        long done = 1;
        while (done < bytes) {
            // Copies of the start, doubled up to a block that stays in the L1 cache: a slice to fill would be an
            // object.
            long part = Math.min(Math.min(done, FILL_BLOCK), bytes - done);
            MemorySegment.copy(segment, byteOffset, segment, byteOffset + done, part);
            done += part;
        }
    }

    /// Sets every byte of every record to zero.
    public void clear() {
        fill((byte) 0);
    }

    /// A short form such as `Records[12 x 30 bytes: time <i8, wave <i2[11]]`; never touches the memory.
    @Override
    public String toString() {
        return "Records[" + (count < 0 ? "stale" : count) + " x " + layout.size() + " bytes: " + layout.summary() + "]";
    }

    void check() {
        if (count < 0) {
            throw stale();
        }
        if (Checked.ON && guard != null) {
            guard.check();
        }
    }

    private IllegalStateException stale() {
        return new IllegalStateException(
                ended == null
                        ? "a slice of records is stale: the memory under it was replaced, or went on to other records;"
                                + " slice again after each step, or copy what must be kept"
                        : "stale view of " + ended + ": its memory went on to another chunk; a chunk of a"
                                + " stream may be read until the next one is asked for, and a plugin's input and output during the call;"
                                + " detach() or copy what is to be kept");
    }

    /// Ends the life of what is shown, by a count that no index is below: so a loop over records pays nothing for it.
    /// What may still read is the thread that ends it, or was handed it with something that orders memory.
    void end(String owner) {
        count = -1;
        ended = owner;
    }

    void checkWritable() {
        check();
        if (readOnly) {
            throw Bounds.readOnly(layout);
        }
    }

    void bind(MemorySegment segment, long byteOffset, long count) {
        Bounds.check(layout, segment, byteOffset, count);
        this.segment = segment;
        this.byteOffset = byteOffset;
        this.count = count;
        this.readOnly = segment.isReadOnly();
    }

    void requireLayout(Layout other) {
        if (layout != other && !layout.equals(other)) {
            throw Bounds.otherLayout(other, layout);
        }
    }
}
