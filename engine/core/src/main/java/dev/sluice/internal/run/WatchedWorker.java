package dev.sluice.internal.run;

import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.StageTask;
import dev.sluice.internal.ring.Slot;
import java.util.List;

/// A worker, as the watchdog sees it: it has work while the slot after its sequence is filled, or while the reader
/// computes in its place.
///
/// @param inline lets the reader compute; null where it never does
record WatchedWorker(Stage stage, Worker worker, InlineWorker inline, StageTask task) implements Watched {
    @Override
    public long position() {
        long done = worker.sequence();
        if (inline != null && inline.isOfReader()) {
            return inline.isComputing() ? done : IDLE;
        }
        return stage.ring().published() > done && task.isAlive() ? done : IDLE;
    }

    @Override
    public String who() {
        return stage.plan().pluginName(worker.output());
    }

    @Override
    public String dataType() {
        return stage.plan().dataType(worker.output());
    }

    @Override
    public long chunk() {
        return slot().number();
    }

    /// Null where the slot is opened anew while it is looked at.
    @Override
    public TimeRange range() {
        Slot slot = slot();
        long start = slot.start();
        long end = slot.end();
        return start <= end ? new TimeRange(start, end) : null;
    }

    private Slot slot() {
        return stage.ring().slot(worker.sequence() + 1);
    }

    @Override
    public List<StackTraceElement> stack() {
        List<StackTraceElement> ofReader = inline == null ? List.of() : inline.stack();
        return ofReader.isEmpty() ? List.of(task.stackTrace()) : ofReader;
    }

    @Override
    public boolean isOfTheRun() {
        return true;
    }
}
