package dev.sluice.stream;

import dev.sluice.chunk.Loss;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.Checked;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Records that are published while they are taken: one thread claims room in the ring, fills it, and publishes it as a
/// chunk, without a copy and without handing it to another thread first.
///
///     try (LiveInput live = context.live("st_waveforms_stream", waveformType)) {
///         Records slot = live.claim(64);
///         … fill …
///         live.publish(start, end);
///     }
///
/// Set up before a stream is opened. Then one thread at a time publishes (checked in checked mode); streams are opened
/// from the context, before that or in another thread, and what is claimed waits for them, for a bounded time. One pass
/// at a time is fed: ask for several targets at once. When it has ended, another one may follow. The memory that is
/// claimed belongs to the engine; it may be written, by a driver too, until it is published. In the steady state
/// nothing is allocated.
public final class LiveInput implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String dataType;
    private final LiveSource source;
    private final Object door = new Object();
    private Overflow overflow = Overflow.BLOCK;
    private long lateness;
    private Duration patience = PATIENCE;
    private volatile LiveFeed fed;
    private LiveFeed claimed;
    private Thread publisher;
    private boolean closed;

    /// An input of records of that type, which must have a time and an end.
    public LiveInput(String dataType, RecordType type) {
        this.dataType = dataType;
        this.source = new LiveSource(this, dataType, type);
    }

    /// What happens where chunks are published faster than they are taken; by default, publishing waits.
    public LiveInput overflow(Overflow policy) {
        overflow = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /// Puts records in order that come late, or out of order, by no more than `time`, in the unit of the type; records
    /// that come later are refused and counted. By default, 0, records come in order and are not copied.
    ///
    /// With a lateness, records wait in memory of the pass, a quarter of its budget at most, until the latest published
    /// end is `time` ahead; `start` of [#publish(long, long)] only tells where the run begins, and [#finish()] may have
    /// to wait for the reader. A publication that finds no memory is refused as a whole, and may be tried again; a
    /// chunk
    /// that is due and finds none is delivered with the next publication that is not refused.
    ///
    /// @throws IllegalArgumentException if `time` is negative
    public LiveInput lateness(long time) {
        if (time < 0) {
            throw new IllegalArgumentException("lateness=" + time + " is negative; give 0 or more");
        }
        lateness = time;
        return this;
    }

    /// How long [#claim] waits for a stream to be opened; 10 seconds by default.
    ///
    /// @throws IllegalArgumentException if it is negative
    public LiveInput patience(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("patience=" + limit + " is negative; give zero or more");
        }
        patience = limit;
        return this;
    }

    /// The plugin that stands for this input among those of a context.
    public SourcePlugin source() {
        return source;
    }

    /// The name of the data.
    public String dataType() {
        return dataType;
    }

    Overflow overflow() {
        return overflow;
    }

    long lateness() {
        return lateness;
    }

    /// Whether a stream is open that takes what is published.
    public boolean isRead() {
        LiveFeed feed = fed;
        return feed != null && !feed.isStopped();
    }

    /// Room for `count` records, in memory of the ring; valid until it is published. They have arbitrary content until
    /// they are written. A second claim takes the place of the first. The room for a claim is always there; publishing
    /// may have to wait.
    ///
    /// @throws IllegalStateException if no stream was opened within the [#patience] of this input, or its readers let
    ///     go
    /// @throws dev.sluice.chunk.OutOfBudgetException if the records do not fit into the memory of the pass
    public Records claim(long count) {
        requireOneThread();
        if (count < 0) {
            throw new IllegalArgumentException("count=" + count + " is negative; claim 0 or more records");
        }
        claimed = feed();
        return claimed.claim(count);
    }

    /// Publishes all records of the claim as the chunk `[start, end)`.
    ///
    /// @throws dev.sluice.chunk.ChunkLawException if they break the laws of chunking: unsorted, outside the interval,
    ///     or not where the last chunk ended; the claim stays, to be corrected and published
    /// @throws dev.sluice.chunk.OutOfBudgetException if records that come late find no memory to wait in, or a chunk
    ///     that is owed still finds none: nothing is taken in, and the claim stays
    /// @throws IllegalStateException if nothing is claimed, or the readers let go: the records go nowhere
    public void publish(long start, long end) {
        requireOneThread();
        claimant().publishAll(start, end);
    }

    /// Publishes the first `count` records of the claim; none at all, without a claim, carries time forward.
    ///
    /// @throws IllegalArgumentException if fewer were claimed
    /// @throws dev.sluice.chunk.ChunkLawException as [#publish(long, long)] does
    /// @throws dev.sluice.chunk.OutOfBudgetException as there
    /// @throws IllegalStateException as there
    public void publish(long count, long start, long end) {
        requireOneThread();
        claimant().publish(count, start, end);
    }

    /// Marks `[start, end)` as lost before it came here, which stands for chunks that would have covered it: it is part
    /// of the next chunk that is published.
    ///
    /// @throws IllegalArgumentException if it starts before the end of what was published, or of an earlier loss
    /// @throws IllegalStateException as [#claim] does
    public void lost(long start, long end, String cause) {
        requireOneThread();
        Loss loss = new Loss(start, end, cause);
        claimant().lost(loss);
    }

    /// Ends the streams behind what was published; what is claimed and not published is given up. Another stream may be
    /// opened then. Does nothing if no stream is open.
    ///
    /// @throws dev.sluice.chunk.OutOfBudgetException if late records that waited find no memory to be delivered in: the
    ///     streams fail with it behind what they got
    public void finish() {
        requireOneThread();
        LiveFeed feed = fed;
        claimed = null;
        try {
            if (feed != null) {
                feed.finish();
            }
        } finally {
            fed = null;
            publisher = null;
        }
    }

    /// Finishes; no other stream can be opened. Doing so twice is harmless.
    ///
    /// @throws dev.sluice.chunk.OutOfBudgetException as [#finish()] does; the input is closed then too
    @Override
    public void close() {
        requireOneThread();
        synchronized (door) {
            if (closed) {
                return;
            }
            closed = true;
        }
        finish();
    }

    /// A pass over what is published begins; called by the thread that opens the stream.
    void connect(LiveFeed feed) {
        synchronized (door) {
            if (closed) {
                throw new IllegalStateException("the live input of " + dataType + " is closed; open streams before");
            }
            if (isRead()) {
                throw new IllegalStateException("the live input of " + dataType + " is being read already; it feeds one"
                        + " pass at a time: name all that you want in one call of getStreams(...)");
            }
            fed = feed;
            door.notifyAll();
        }
    }

    private LiveFeed claimant() {
        return claimed == null ? feed() : claimed;
    }

    private LiveFeed feed() {
        LiveFeed feed = fed;
        return feed != null ? feed : awaitFeed();
    }

    private LiveFeed awaitFeed() {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (door) {
            while (fed == null && !closed && System.nanoTime() < deadline) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(door, Math.max(1, deadline - System.nanoTime()));
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(
                            "interrupted while waiting for a stream of " + dataType, interrupted);
                }
            }
            if (closed) {
                throw new IllegalStateException("the live input of " + dataType + " is closed");
            }
            if (fed == null) {
                throw new IllegalStateException("no stream takes what is published as " + dataType + ", after waiting "
                        + patience.toMillis() + " ms; open a stream of it, or of what is computed from it, first");
            }
            return fed;
        }
    }

    private void requireOneThread() {
        if (Checked.ON) {
            Thread caller = Thread.currentThread();
            if (publisher != null && publisher != caller) {
                throw new IllegalStateException("thread " + caller.getName() + " uses the live input of " + dataType
                        + ", which thread " + publisher.getName() + " publishes to; let one thread publish, and hand"
                        + " records to it, or call finish() before another takes over");
            }
            publisher = caller;
        }
    }
}
