package dev.sluice.stream;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.record.RecordType;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Looks at every n-th chunk of a type of data while it is computed, for a monitor: the latest one is at hand, others
/// are passed over. The pass never waits for a tap.
///
/// Each n-th chunk is copied by the worker that computed it, unless the tap is being asked at that moment. Any thread
/// may ask; what it gets is its own. The tap holds memory of the pass for one chunk, until it or the pass is closed. A
/// chunk is seen as it was computed: beyond the range of time of the streams too, where others need it.
public final class Tap implements AutoCloseable {
    private final String dataType;
    private final long every;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicLong passedOver = new AtomicLong();
    private SlotBuffer buffer;
    private Consumer<Tap> onClose = tap -> {};
    private boolean fresh;
    private boolean ended;
    private long latest = -1;

    /// Looks at chunk 0, `every`, twice `every`, and so on.
    Tap(String dataType, long every) {
        if (every < 1) {
            throw new IllegalArgumentException(
                    "every=" + every + " is not positive; give 1 to look at every chunk, 100 for one in a hundred");
        }
        this.dataType = Objects.requireNonNull(dataType, "dataType");
        this.every = every;
    }

    /// A tap that is to be given to a pass when that is started.
    public static Tap of(String dataType, long every) {
        return new Tap(dataType, every);
    }

    /// The name of the data.
    public String dataType() {
        return dataType;
    }

    /// How many of the n-th chunks nobody got: the next one came before the tap was asked, or it was busy, or no memory
    /// was left.
    public long passedOver() {
        return passedOver.get();
    }

    /// A copy of the latest chunk that no call returned yet, in memory of `arena`; empty if there is none. Does not
    /// wait.
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

    /// The same, but waits for a chunk for up to `patience`; empty if none came, or the pass or the tap was closed.
    ///
    /// @throws InterruptedException if the calling thread is interrupted
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

    /// Gives the tap to a pass; `closing` is told when the tap is closed.
    ///
    /// @throws IllegalStateException if it belongs to one already, or is closed
    void attach(ChunkPool pool, RecordType type, Consumer<Tap> closing) {
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
    void offer(Chunk chunk) {
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
        buffer.copy(chunk, chunk.number(), dataType);
        latest = chunk.number();
        fresh = true;
        changed.signalAll();
    }

    /// The pass ends: its memory goes back.
    void detach() {
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

    /// Looks no more, and gives its memory back. Doing so twice is harmless.
    @Override
    public void close() {
        onClose.accept(this);
        detach();
    }
}
