package dev.sluice.stream;

import java.util.List;

/// A worker, as the watchdog sees it: it has work while the slot behind its sequence is filled.
record WatchedWorker(Stage stage, Worker worker, StageTask task) implements WatchedComputation {
    @Override
    public long position() {
        long done = done();
        return stage.published() > done && task.isAlive() ? done : IDLE;
    }

    @Override
    public long done() {
        return worker.sequence();
    }

    @Override
    public List<StackTraceElement> stack() {
        return List.of(task.stackTrace());
    }
}
