package dev.sluice.stream;

import dev.sluice.chunk.TimeRange;
import java.util.List;

/// The thread that reads from a source, as the watchdog sees it: it has work while there is a free slot to fill.
record WatchedSource(Stage stage, Feed feed, StageTask task) implements Watched {
    @Override
    public long position() {
        return task.isAlive() && stage.occupied() < stage.slots() ? stage.published() : IDLE;
    }

    @Override
    public String who() {
        return stage.plan().name();
    }

    @Override
    public String dataType() {
        return stage.plan().dataType(0);
    }

    @Override
    public long chunk() {
        return feed.number();
    }

    @Override
    public TimeRange range() {
        return null;
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
