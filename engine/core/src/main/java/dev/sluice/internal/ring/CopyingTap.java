package dev.sluice.internal.ring;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.internal.plan.Contents;
import dev.sluice.record.RecordType;
import dev.sluice.stream.Tap;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Copies each n-th chunk in the worker that computed it, unless the tap is being asked at that moment. Safe as a [Tap]
/// is.
public final class CopyingTap implements Tap {
    private final String dataType;
    private final long every;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicLong passedOver = new AtomicLong();
    private SlotBuffer buffer;
    private Consumer<CopyingTap> onClose = tap -> {};
    private boolean fresh;
    private boolean ended;
    private long latest = -1;

    /// Looks at chunk 0, `every`, twice `every`, and so on.
    public CopyingTap(String dataType, long every) {
        if (every < 1) {
            throw new IllegalArgumentException(
                    "every=" + every + " is not positive; give 1 to look at every chunk, 100 for one in a hundred");
        }
        this.dataType = Objects.requireNonNull(dataType, "dataType");
        this.every = every;
    }

    @Override
    public String dataType() {
        return dataType;
    }

    @Override
    public long passedOver() {
        return passedOver.get();
    }

    @Override
    public Optional<Chunk> poll(Arena arena) {
        lock.lock();
        try {
            if (!fresh) {
                return Optional.empty();
            }
            fresh = false;
            return Optional.of(buffer.window().chunk().detach(arena));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Chunk> poll(Arena arena, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!fresh && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            return poll(arena);
        } finally {
            lock.unlock();
        }
    }

    /// Gives the tap to a pass; `closing` is called when the tap is closed.
    ///
    /// @throws IllegalStateException if it belongs to one already, or is closed
    public void attach(ChunkPool pool, RecordType type, Consumer<CopyingTap> closing) {
        lock.lock();
        try {
            if (buffer != null || ended) {
                throw new IllegalStateException(
                        "the tap of " + dataType + " belongs to another pass, or is closed; make one for each pass");
            }
            onClose = closing;
            buffer = new SlotBuffer(pool, type, "the tap of " + dataType, Contents.ANYTHING);
        } finally {
            lock.unlock();
        }
    }

    /// Called by a worker for each chunk that it has computed; never waits, and never fails.
    public void offer(Chunk chunk) {
        if (chunk.number() % every != 0) {
            return;
        }
        if (!lock.tryLock()) {
            passedOver.incrementAndGet();
            return;
        }
        try {
            if (!ended) {
                keep(chunk);
            }
        } catch (RuntimeException refused) {
            // No memory is left for the copy: the run goes on without it.
            fresh = false;
            passedOver.incrementAndGet();
        } finally {
            lock.unlock();
        }
    }

    private void keep(Chunk chunk) {
        if (fresh || chunk.number() <= latest) {
            passedOver.incrementAndGet();
        }
        if (chunk.number() <= latest) {
            return;
        }
        buffer.open();
        buffer.copy(chunk, chunk.number(), dataType);
        latest = chunk.number();
        fresh = true;
        changed.signalAll();
    }

    /// The pass ends: its memory goes back.
    public void detach() {
        lock.lock();
        try {
            ended = true;
            fresh = false;
            if (buffer != null) {
                buffer.release();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
        detach();
    }
}
