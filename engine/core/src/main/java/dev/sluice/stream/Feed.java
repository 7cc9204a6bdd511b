package dev.sluice.stream;

/// What fills the slots of a stage, one after another: a source, or what other stages computed. Used by the feeding
/// thread of the stage.
interface Feed {
    /// Opens the slot for the next chunk and fills in what comes in; false if there is no more, and the slot says so.
    ///
    /// @throws Exception to end the stage: the slots before are delivered, then the failure is
    boolean fill(Slot slot) throws Exception;

    /// Whether the feed goes on taking in while the ring is full; it waits where those wake it who give slots back.
    default boolean takesInWhileFull() {
        return false;
    }

    /// Takes in something though no slot is free; false if there is nothing, or no room for it. Never waits.
    default boolean takeIn() {
        return false;
    }

    /// Nothing more is filled: whoever is read from need not wait. `abandoned` says that nobody reads the stage any
    /// more, so that what it borrowed may go at once.
    void leave(boolean abandoned);

    /// All threads of the pass have started.
    default void connect() {}

    /// Waits until nobody outside the engine writes into memory of the stage.
    ///
    /// @throws IllegalStateException if somebody still does at `deadline`, in the time of the JVM's clock
    default void awaitLetGo(long deadline) {}

    /// Checks that memory which a source lent is still what was read; for any thread.
    ///
    /// @throws Exception if it is not
    default void requireUnchanged() throws Exception {}

    /// The number of the chunk that is filled next, for messages.
    long number();

    /// Frees what the feed holds; no slot is in use by then.
    ///
    /// @throws Exception if the source fails to close
    void close() throws Exception;
}
