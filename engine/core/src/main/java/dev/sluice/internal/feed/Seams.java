package dev.sluice.internal.feed;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.internal.ring.Parking;
import dev.sluice.stream.StreamSettings;
import java.time.Duration;

/// The seams of a pass, where tests of the engine step in between its parts to let them fail. A pass that is
/// not tested has the parts as they are.
public interface Seams {
    /// Nothing steps in.
    Seams NONE = new Seams() {};

    /// What fills the ring of a stage, and is closed at the end.
    default Feed feed(StagePlan plan, Feed feed) {
        return feed;
    }

    /// Where chunks wait while a ring is full.
    default Backlog backlog(Backlog backlog) {
        return backlog;
    }

    /// How the threads of the pass park, and what their clock is.
    default Parking parking() {
        return Parking.JVM;
    }

    /// Memory of the pass.
    default ChunkPool pool(StreamSettings settings, String runId) {
        return new ChunkPool(settings.memoryBudget(), settings.account(), "run " + runId);
    }

    /// A worker shows a chunk to a tap.
    default void offer(CopyingTap tap, Chunk chunk) {
        tap.offer(chunk);
    }

    /// How long a thread that closes waits for each kind of thread that is late.
    default Duration closePatience() {
        return Duration.ofSeconds(5);
    }
}
