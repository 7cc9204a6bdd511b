package dev.sluice.analysis.event;

import dev.sluice.plugin.ChunkInput;

/// Numbers the records of a plugin's first input over the run, and remembers up to which one all is done. For stateful
/// plugins, which may be shown a halo; of one thread.
///
/// A group that starts in one chunk may take records of the next ones: these are done with before their chunk comes.
final class DoneMark {
    private long zero;
    private long next;
    private long first;

    /// Goes on to the next chunk; the number in the run of the first record that is shown.
    long enter(ChunkInput in) {
        zero = in.preceding() - in.first();
        first = Math.max(in.first(), next - zero);
        return zero;
    }

    /// The index of the first record that is not done with; may lie after the chunk.
    long first() {
        return first;
    }

    /// Remembers that all records before that index are done with.
    void leave(long index) {
        next = zero + index;
    }
}
