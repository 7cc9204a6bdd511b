package dev.sluice.internal.feed;

import dev.sluice.chunk.Chunk;
import dev.sluice.internal.ring.Slot;
import java.io.IOException;

/// Where chunks go while the ring of a stage is full. Used by the feeding thread of the stage.
public interface Backlog {
    /// Whether no chunk waits.
    boolean isEmpty();

    /// Takes a copy of the chunk, or drops it or another one; false if the giver must keep it for now.
    boolean add(Chunk chunk);

    /// Moves the chunk that came first into the slot: its records, its interval and its losses.
    ///
    /// @throws IOException if it cannot be read back
    void moveTo(Slot slot, long number) throws IOException;

    /// Frees what is held.
    ///
    /// @throws IOException if a file cannot be closed
    void close() throws IOException;
}
