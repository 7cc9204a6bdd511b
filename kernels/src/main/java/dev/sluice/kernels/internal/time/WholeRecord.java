package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// Moves of one record; unchecked, stateless, safe from any thread.
final class WholeRecord {

    private WholeRecord() {}

    /// Moves words, the last of which may overlap the one before: a record has eight bytes or more.
    static void move(long from, long to, int bytes) {
        int last = bytes - Long.BYTES;
        for (int at = 0; at < last; at += Long.BYTES) {
            AddressSpace.int64(to + at, AddressSpace.int64(from + at));
        }
        AddressSpace.int64(to + last, AddressSpace.int64(from + last));
    }
}
