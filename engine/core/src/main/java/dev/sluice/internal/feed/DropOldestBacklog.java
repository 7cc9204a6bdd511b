package dev.sluice.internal.feed;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.internal.plan.Contents;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Failures;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.SlotBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/// The chunks that came last, in memory of the pool: for each one that finds no place, the oldest is dropped. A
/// steady state allocates nothing.
final class DropOldestBacklog implements Backlog {
    private final String dataType;
    private final Consumer<Chunk> dropped;
    private final ArrayDeque<SlotBuffer> kept = new ArrayDeque<>();
    private final ArrayDeque<SlotBuffer> spare = new ArrayDeque<>();

    /// Keeps `places` chunks of the first input of the stage; fewer where memory does not hold them.
    DropOldestBacklog(StagePlan plan, ChunkPool pool, int places, Consumer<Chunk> dropped) {
        this.dataType = plan.dataType(0);
        this.dropped = dropped;
        for (int i = 0; i < places; i++) {
            spare.add(new SlotBuffer(pool, plan.type(0), "waiting chunks of " + dataType, Contents.ANYTHING));
        }
    }

    @Override
    public boolean isEmpty() {
        return kept.isEmpty();
    }

    @Override
    public boolean add(Chunk chunk) {
        SlotBuffer buffer = spare.poll();
        while (buffer == null || !copy(chunk, buffer)) {
            if (buffer != null) {
                // Its memory is of more use to the others: the place is given up.
                buffer.release();
            }
            buffer = kept.poll();
            if (buffer == null) {
                dropped.accept(chunk);
                return true;
            }
            dropped.accept(buffer.window().chunk());
        }
        kept.add(buffer);
        return true;
    }

    private boolean copy(Chunk chunk, SlotBuffer buffer) {
        try {
            buffer.open();
            buffer.copy(chunk, chunk.number(), dataType);
            return true;
        } catch (OutOfBudgetException full) {
            return false;
        } catch (Throwable failed) {
            // Nothing knows the buffer but this call.
            buffer.release();
            throw failed;
        }
    }

    @Override
    public void moveTo(Slot slot, long number) {
        SlotBuffer oldest = kept.poll();
        slot.buffer(0).exchange(oldest);
        slot.window(0).nameLike(oldest.window().chunk(), number, dataType);
        spare.add(oldest);
    }

    @Override
    public void close() {
        Failures failures = new Failures();
        kept.forEach(buffer -> failures.attempt(buffer::release));
        spare.forEach(buffer -> failures.attempt(buffer::release));
        failures.throwFirst();
    }
}
