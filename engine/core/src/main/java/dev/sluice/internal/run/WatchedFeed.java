package dev.sluice.internal.run;

import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.StageTask;
import dev.sluice.internal.feed.Feed;
import dev.sluice.internal.ring.RingReader;
import java.util.List;

/// The thread that fills a ring, as the watchdog sees it: it has work while a slot is free, unless it lets a ring that
/// was full run half empty first, and every stage that it reads is further than it is.
record WatchedFeed(Stage stage, Feed feed, StageTask task) implements Watched {
    @Override
    public long position() {
        if (!task.isAlive() || stage.ring().occupied() >= stage.ring().size() || stage.isRunningEmpty()) {
            return IDLE;
        }
        long position = stage.ring().published();
        for (RingReader cursor : feed.cursors()) {
            if (!cursor.isBehind()) {
                return IDLE;
            }
            position += cursor.sequence();
        }
        return position;
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
