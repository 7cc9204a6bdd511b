package dev.sluice.internal.feed;

import dev.sluice.chunk.Chunk;
import dev.sluice.internal.ring.Slot;
import java.util.function.Consumer;

/// Keeps nothing: what finds no room is dropped.
final class DropNewestBacklog implements Backlog {
    private final Consumer<Chunk> dropped;

    DropNewestBacklog(Consumer<Chunk> dropped) {
        this.dropped = dropped;
    }

    @Override
    public boolean isEmpty() {
        return true;
    }

    @Override
    public boolean add(Chunk chunk) {
        dropped.accept(chunk);
        return true;
    }

    @Override
    public void moveTo(Slot slot, long number) {
        throw new IllegalStateException("nothing is kept");
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
