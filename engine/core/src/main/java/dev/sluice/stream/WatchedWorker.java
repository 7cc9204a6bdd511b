package dev.sluice.stream;

import dev.sluice.chunk.TimeRange;
import java.util.List;

/// A worker, as the watchdog sees it: it has work while the slot behind its sequence is filled.
record WatchedWorker(Stage stage, Worker worker, StageTask task) implements Watched {
    @Override
    public long position() {
        long done = worker.sequence();
        return stage.published() > done && task.isAlive() ? done : IDLE;
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
        return stage.slot(worker.sequence() + 1);
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
        return List.of(task.stackTrace());
    }

    @Override
    public boolean isOfTheRun() {
        return true;
    }
}
