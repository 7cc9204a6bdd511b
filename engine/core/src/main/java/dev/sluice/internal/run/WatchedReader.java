package dev.sluice.internal.run;

import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.ring.RingReader;
import java.util.List;

/// The reader of a stream, as the watchdog sees it: it has work while a chunk, or the end, is there that it does not
/// ask for. While it computes in the place of a worker, it is watched as that.
record WatchedReader(RingReader cursor) implements Watched {
    @Override
    public long position() {
        // Beside the chunk that it may hold, something else is there.
        boolean ready = !cursor.isComputing()
                && cursor.returned() != Long.MAX_VALUE
                && cursor.computed() >= cursor.returned() + 2;
        return ready ? cursor.taken() : IDLE;
    }

    @Override
    public String who() {
        return "reader";
    }

    @Override
    public String dataType() {
        return cursor.dataType();
    }

    @Override
    public long chunk() {
        return Math.max(0, cursor.taken() - 1);
    }

    @Override
    public TimeRange range() {
        return null;
    }

    @Override
    public List<StackTraceElement> stack() {
        return List.of();
    }

    @Override
    public boolean isOfTheRun() {
        return false;
    }
}
