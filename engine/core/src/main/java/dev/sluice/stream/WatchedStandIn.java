package dev.sluice.stream;

import dev.sluice.chunk.TimeRange;
import java.util.List;

/// A worker whose chunks the reader of the stream computes on its own thread, as the watchdog sees it: it has work
/// while that thread is at it.
record WatchedStandIn(Stage stage, StandIn standIn, Worker worker) implements Watched {
    @Override
    public long position() {
        return standIn.isComputing() ? standIn.computed() : IDLE;
    }

    @Override
    public String who() {
        return stage.plan().pluginName(worker.output());
    }

    @Override
    public String dataType() {
        return stage.plan().dataType(worker.output());
    }

    private Slot slot() {
        return stage.slot(standIn.computed() + 1);
    }

    @Override
    public long chunk() {
        return slot().number();
    }

    @Override
    public TimeRange range() {
        Slot slot = slot();
        return slot.start() <= slot.end() ? new TimeRange(slot.start(), slot.end()) : null;
    }

    @Override
    public List<StackTraceElement> stack() {
        return standIn.stack();
    }

    @Override
    public boolean isOfTheRun() {
        return true;
    }
}
