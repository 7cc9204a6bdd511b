package dev.sluice.stream;

import java.util.List;

/// A worker whose chunks the reader of the stream computes on its own thread, as the watchdog sees it: it has work
/// while that thread is at it.
record WatchedStandIn(Stage stage, StandIn standIn, Worker worker) implements WatchedComputation {
    @Override
    public long position() {
        return standIn.isComputing() ? done() : IDLE;
    }

    @Override
    public long done() {
        return standIn.computed();
    }

    @Override
    public List<StackTraceElement> stack() {
        return standIn.stack();
    }
}
