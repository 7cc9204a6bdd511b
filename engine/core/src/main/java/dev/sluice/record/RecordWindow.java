package dev.sluice.record;

import java.lang.foreign.MemorySegment;

/// The owner's side of a [Records] view that moves: one object per slot, pointed at new memory without allocating.
///
/// For the thread that owns the slot; readers get the new binding through whatever hands them the slot. Slices made
/// before a [#rebind], and after an [#end] the view too, refuse every access with [IllegalStateException].
public final class RecordWindow {
    private final Records records;

    /// A window over no memory, with no records.
    public RecordWindow(RecordType type) {
        records = new Records(type);
        records.moving = records;
    }

    /// The view: always the same object.
    public Records records() {
        return records;
    }

    /// Points the view at `count` records that start at `byteOffset` in the segment; they can be written if that can.
    /// Allocates nothing.
    ///
    /// @throws IllegalArgumentException if the segment is on the heap, or does not hold that many records
    public void rebind(MemorySegment segment, long byteOffset, long count) {
        records.bind(segment, byteOffset, count);
        records.endSlices(null);
    }

    /// Shows the memory and the count of other records, which in checked mode have their guard here too.
    ///
    /// @throws IllegalStateException if those are stale
    public void show(Records other) {
        other.check();
        rebind(other.segment, other.byteOffset, other.count);
        records.guard = other.guard;
    }

    /// Shows records `from` to `to` of others, as [#show(Records)] does.
    ///
    /// @throws IllegalArgumentException if there are not so many
    /// @throws IllegalStateException if those are stale
    public void show(Records other, long from, long to) {
        other.check();
        if (from < 0 || from > to || to > other.count) {
            throw new IllegalArgumentException("records from=" + from + " to=" + to + " are not there: count="
                    + other.count + "; ask for a part of them");
        }
        rebind(other.segment, other.byteOffset + from * other.type().size(), to - from);
        records.guard = other.guard;
    }

    /// Ends the life of what the view shows, slices included: every access is refused until the next [#rebind].
    ///
    /// @param owner whose memory it was, for the message
    public void end(String owner) {
        records.end(owner);
        records.endSlices(owner);
    }

    /// Changes how many records the view shows, in the memory that it is bound to. Allocates nothing.
    ///
    /// @throws IllegalArgumentException if the memory does not hold that many
    /// @throws IllegalStateException if its life has ended
    public void count(long count) {
        records.check();
        Bounds.check(records.layout, records.segment, records.byteOffset, count);
        records.count = count;
    }

    /// Sets the guard that is asked, in checked mode, before every access to the view and to slices made from now on.
    ///
    /// @param guard the guard, or null for none
    public void guard(Guard guard) {
        records.guard = guard;
    }
}
