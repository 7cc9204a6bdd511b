package dev.sluice.internal.feed;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Filler;
import dev.sluice.internal.ring.Parking;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.Slot;
import java.io.IOException;
import java.util.List;

/// Copies the chunks of one output of another stage, and goes on taking them when its own ring is full: they wait,
/// or are dropped, as the policy says, and the other stage does not wait.
public final class BufferingFeed implements Feed {
    private final StagePlan plan;
    private final RingReader cursor;
    private final List<RingReader> cursors;
    private final RunStatus status;
    private final PendingLosses losses;
    private final Backlog backlog;
    private Throwable failure;
    private boolean ended;
    private volatile Chunk held;
    private long number;
    private long nextIndex = Chunk.UNNUMBERED;
    private boolean begun;

    public BufferingFeed(StagePlan plan, RingReader cursor, int places, ChunkPool pool, RunStatus status, Seams seams) {
        this.plan = plan;
        this.cursor = cursor;
        this.cursors = List.of(cursor);
        this.status = status;
        this.losses = new PendingLosses("chunks of " + plan.dataType(0) + " were dropped: they came faster than taken");
        this.backlog = seams.backlog(backlog(places, pool));
    }

    private Backlog backlog(int places, ChunkPool pool) {
        return switch (plan.overflow().kind()) {
            case DROP_OLDEST -> new DropOldestBacklog(plan, pool, places, this::drop);
            case SPILL -> new SpillBacklog(plan, plan.overflow(), pool, status.notes());
            default -> new DropNewestBacklog(this::drop);
        };
    }

    private void drop(Chunk chunk) {
        status.counters().dropped(chunk.length());
        losses.drop(chunk.start(), chunk.end());
    }

    /// Nothing is held up, unless a chunk of the other stage must wait all the same.
    @Override
    public Filler filler() {
        return new Filler() {
            @Override
            public boolean isAbsorbing() {
                return held == null;
            }
        };
    }

    @Override
    public boolean takesInWhileFull() {
        return true;
    }

    @Override
    public boolean takeIn() {
        try {
            if (held != null) {
                return store();
            }
            if (ended || !cursor.isReady() || !hasNext()) {
                return false;
            }
            take();
            cursor.waiter().parking().step(Parking.Point.TAKEN_IN);
            return store();
        } catch (Throwable failed) {
            // As what fails in fill: thrown to the reader after the chunks that came.
            fail(failed);
            return false;
        }
    }

    /// Records are numbered by those that are not dropped, from where the first chunk begins.
    private void take() {
        held = cursor.take();
        if (!begun) {
            begun = true;
            nextIndex = held.firstIndex();
        }
    }

    private boolean store() {
        if (!backlog.add(held)) {
            return false;
        }
        letGo();
        return true;
    }

    private void letGo() {
        held = null;
        cursor.handBack(cursor.finished());
    }

    /// Waits for the next chunk; what fails before is thrown after the chunks that came.
    private boolean hasNext() {
        try {
            ended = !cursor.hasNext();
        } catch (InterruptedException interrupted) {
            fail(new IllegalStateException("interrupted while waiting for " + plan.dataType(0), interrupted));
        } catch (RuntimeException failed) {
            fail(failed);
        }
        return !ended;
    }

    private void fail(Throwable cause) {
        failure = cause;
        ended = true;
    }

    @Override
    public boolean fill(Slot slot) throws Exception {
        slot.open(number);
        if (!backlog.isEmpty()) {
            backlog.moveTo(slot, number);
            complete(slot);
            return true;
        }
        if (held != null || !ended && hasNext()) {
            copy(slot);
            return true;
        }
        if (!losses.isEmpty()) {
            long from = losses.startOf(Long.MAX_VALUE);
            slot.window(0).set(number, from, losses.droppedTo(), plan.runId(), plan.dataType(0));
            complete(slot);
            return true;
        }
        if (failure instanceof Error) {
            throw (Error) failure;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
        slot.markLast();
        return false;
    }

    private void copy(Slot slot) {
        if (held == null) {
            take();
        }
        Chunk chunk = held;
        slot.buffer(0).copy(chunk, number, plan.dataType(0));
        letGo();
        complete(slot);
    }

    /// Lets the chunk begin where the last one ended, with what was dropped in between.
    private void complete(Slot slot) {
        ChunkWindow window = slot.window(0);
        Chunk chunk = window.chunk();
        if (!losses.isEmpty()) {
            long latest = chunk.latestEnd();
            window.narrow(losses.startOf(chunk.start()), chunk.end());
            window.reach(latest);
            losses.moveTo(window, chunk.end());
        }
        if (nextIndex != Chunk.UNNUMBERED) {
            window.firstIndex(nextIndex);
            nextIndex += chunk.length();
        }
        slot.cover(chunk.start(), chunk.end(), 0);
        number++;
    }

    @Override
    public void leave() {
        cursor.leave(-1);
    }

    @Override
    public List<RingReader> cursors() {
        return cursors;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        backlog.close();
    }
}
