package dev.sluice.internal.feed;

import dev.sluice.internal.ring.Filler;
import dev.sluice.internal.ring.LastOut;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.SlotRing;
import dev.sluice.internal.ring.StageState;
import dev.sluice.internal.ring.WaitPoint;
import dev.sluice.plugin.FailurePolicy;
import java.util.List;

/// What fills the slots of a stage, one after another: a source, or what other stages computed. Used by the feeding
/// thread of the stage.
public interface Feed extends RunStatus.Lender {
    /// Names what is filled, and where the feed waits for room; before any thread starts.
    default void attend(SlotRing ring, StageState state, WaitPoint room) {}

    /// Whether a thread of the engine fills the slots by [#fill].
    default boolean needsThread() {
        return true;
    }

    /// What the readers of the ring must know.
    default Filler filler() {
        return Filler.OF_ITS_OWN;
    }

    /// What is filled is checked before it is published, not by the workers: a reader computes it at once. Before any
    /// thread starts.
    default void checkAtOnce(FailurePolicy policy) {}

    /// Opens the slot for the next chunk and fills in what comes in; false if there is no more, and the slot says
    /// so.
    ///
    /// @throws Exception to end the stage: the slots before are delivered, then the failure is
    boolean fill(Slot slot) throws Exception;

    /// Whether the feed goes on taking in while the ring is full; it waits where readers that give slots back wake it.
    default boolean takesInWhileFull() {
        return false;
    }

    /// Takes in something though no slot is free; false if there is nothing, or no room for it. Never waits.
    default boolean takeIn() {
        return false;
    }

    /// Nothing more is filled: the stages that are read need not wait. What filled slots have borrowed goes back
    /// when these are retired.
    void leave();

    /// Where other stages are read, for the watchdog; none for a source.
    default List<RingReader> cursors() {
        return List.of();
    }

    /// All threads of the pass have started.
    default void connect() {}

    /// Waits until no thread outside the engine writes into memory of the stage. If one still does at `deadline`, in
    /// the time of the JVM's clock, it uses the memory until it lets go, as `memory` learns.
    ///
    /// @throws IllegalStateException if a thread is late
    default void awaitLetGo(long deadline, LastOut memory) {}

    /// Checks the same at little cost, between chunks; for any thread.
    ///
    /// @throws Exception if it is not
    default void glance() throws Exception {}

    /// The number of the chunk that is filled next, for messages.
    long number();

    /// Frees what the feed holds; no slot is in use by then.
    ///
    /// @throws Exception if the source fails to close
    void close() throws Exception;
}
