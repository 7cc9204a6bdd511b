package dev.sluice.chunk;

import dev.sluice.record.RecordType;
import dev.sluice.record.RecordWindow;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Records that are appended at the back and dropped at the front, in memory that grows with them.
///
/// It grows to half more than it holds, beside what is appended, so that a record is moved a few times only, however
/// few are appended at once. Used by one thread; a steady state allocates nothing, however much is held. Owns its
/// memory until it is closed.
public final class RecordBuffer implements AutoCloseable {
    private static final long LINE = 64;

    private final RecordType type;
    private final WorkingMemory memory;
    private final String owner;
    private final RecordWindow held;
    private final RecordWindow room;
    private Arena arena;
    private long first;
    private long beyond;

    /// Room for records of `type`, taken from `memory` for `owner`, a name for messages; none is held yet.
    public RecordBuffer(RecordType type, WorkingMemory memory, String owner) {
        this.type = type;
        this.memory = memory;
        this.owner = owner;
        this.held = new RecordWindow(type);
        this.room = new RecordWindow(type);
    }

    /// The records held, in order: always the same object; what it shows changes with each call.
    public Records records() {
        return held.records();
    }

    /// How many are held.
    public long count() {
        return beyond - first;
    }

    /// Appends a copy of all of `more`.
    ///
    /// @throws OutOfBudgetException if there is no memory for them; nothing is appended then
    public void append(Records more) {
        if (beyond + more.count() > room.records().count()) {
            makeRoom(more.count());
        }
        room.records().copyFrom(beyond, more, 0, more.count());
        beyond += more.count();
        show();
    }

    /// Drops the first `count` records.
    public void drop(long count) {
        first += count;
        show();
    }

    /// Moves what is left to the front where that makes room enough and moves at most twice what was dropped there;
    /// otherwise into larger memory. That has room for half of what is left: where as much is held time after time, so
    /// much was dropped whenever it is full.
    private void makeRoom(long more) {
        long left = count();
        if (first >= left - left / 2 && left + more <= room.records().count()) {
            room.records().copyFrom(0, held.records(), 0, left);
        } else {
            grow(left + (left - left / 2) + more, left);
        }
        first = 0;
        beyond = left;
        show();
    }

    private void grow(long capacity, long left) {
        Arena grown = memory.arena(owner);
        Records larger;
        try {
            larger = Records.of(
                    type, grown.allocate(Math.multiplyExact(capacity, (long) type.size()), LINE), 0, capacity);
        } catch (Throwable refused) {
            grown.close();
            throw refused;
        }
        larger.copyFrom(0, held.records(), 0, left);
        close();
        arena = grown;
        room.rebind(larger.segment(), 0, capacity);
    }

    private void show() {
        held.show(room.records(), first, beyond);
    }

    /// Frees the memory; nothing is held any more.
    @Override
    public void close() {
        Arena closing = arena;
        arena = null;
        held.rebind(MemorySegment.NULL, 0, 0);
        room.rebind(MemorySegment.NULL, 0, 0);
        first = 0;
        beyond = 0;
        if (closing != null) {
            closing.close();
        }
    }
}
