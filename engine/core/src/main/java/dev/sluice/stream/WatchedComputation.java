package dev.sluice.stream;

import dev.sluice.chunk.TimeRange;

/// What a worker computes, on whatever thread, as the watchdog sees it.
interface WatchedComputation extends Watched {
    /// The stage that is worked in.
    Stage stage();

    /// The worker, which tells the plugin that it is at.
    Worker worker();

    /// The last slot that is computed.
    long done();

    @Override
    default String who() {
        return stage().plan().pluginName(worker().output());
    }

    @Override
    default String dataType() {
        return stage().plan().dataType(worker().output());
    }

    @Override
    default long chunk() {
        return slot().number();
    }

    @Override
    default TimeRange range() {
        Slot slot = slot();
        return slot.start() <= slot.end() ? new TimeRange(slot.start(), slot.end()) : null;
    }

    @Override
    default boolean isOfTheRun() {
        return true;
    }

    private Slot slot() {
        return stage().slot(done() + 1);
    }
}
