package dev.sluice.store;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Continuity;
import dev.sluice.record.RecordType;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/// Takes the chunks of one key in order, and makes them found when it commits: all or nothing.
///
/// A writer ends in one of four ways: committed; aborted, which discards what was written; suspended, or failed with
/// the first error of `accept` or `commit`, which leave what is complete to a writer that goes on from there, in a
/// store that has such. A failed writer fails again at commit, so that an error that was overlooked does not pass for
/// success. Closing a writer that was not committed aborts it.
///
/// One thread at a time gives chunks; any thread may abort.
public abstract class StoreWriter implements AutoCloseable {
    private final StoreKey key;
    private final RecordType type;
    private final Continuity continuity = new Continuity();
    private State state = State.OPEN;
    private Throwable failure;
    private long accepted;
    private OptionalLong resumedAt = OptionalLong.empty();

    private enum State {
        OPEN,
        COMMITTED,
        ABORTED,
        SUSPENDED,
        FAILED
    }

    /// A writer of records of that type under that key.
    protected StoreWriter(StoreKey key, RecordType type) {
        this.key = Objects.requireNonNull(key, "key");
        this.type = Objects.requireNonNull(type, "type");
    }

    /// Goes on after chunks that another writer of the key left, of which the last ends at `time`.
    protected final void goOnFrom(long time) {
        continuity.resume(time);
        resumedAt = OptionalLong.of(time);
    }

    /// Where the first chunk must begin; empty if nothing was written before.
    public final OptionalLong resumedAt() {
        return resumedAt;
    }

    /// Under what it writes.
    public final StoreKey key() {
        return key;
    }

    /// The type of the records it takes.
    public final RecordType type() {
        return type;
    }

    /// How many chunks it took.
    public final synchronized long accepted() {
        return accepted;
    }

    /// Takes the next chunk. The records are copied or written by the time this returns: the chunk remains its
    /// owner's.
    ///
    /// @throws IllegalArgumentException if the chunk is of another run, name or type of records than the writer
    /// @throws dev.sluice.chunk.ChunkLawException if it does not start where the last one ended
    /// @throws IOException if this chunk or one before could not be written: the writer has failed, the run may go on
    /// @throws IllegalStateException if the writer was committed or aborted
    public final synchronized void accept(Chunk chunk) throws IOException {
        requireOpen();
        try {
            requireFitting(chunk);
            continuity.accept(chunk);
            write(chunk);
            accepted++;
        } catch (IOException | RuntimeException | Error broken) {
            fail(broken);
            throw broken;
        }
    }

    /// Makes the data found, at once and whole.
    ///
    /// @throws IOException if any of it could not be written, sooner or later: nothing is found then
    /// @throws IllegalStateException if the writer was committed or aborted
    public final synchronized void commit() throws IOException {
        requireOpen();
        try {
            finish();
            state = State.COMMITTED;
        } catch (IOException | RuntimeException | Error broken) {
            fail(broken);
            throw broken;
        }
    }

    /// Gives up: nothing is found, what was written is discarded. Harmless where the writer has ended.
    public final synchronized void abort() {
        if (state == State.OPEN) {
            state = State.ABORTED;
            discard();
        }
    }

    /// Stops here: nothing is found, but a store that can keeps the chunks that it took, so that another writer of the
    /// key [goes on][Store#resume] from there. Harmless where the writer has ended.
    public final synchronized void suspend() {
        if (state == State.OPEN) {
            state = State.SUSPENDED;
            leave(false);
        }
    }

    /// Aborts, unless it was committed.
    @Override
    public final void close() {
        abort();
    }

    /// Copies or writes one chunk, whose fit was checked. May hand the work to another thread if it copies the records
    /// first; then an error of that thread is thrown by the next call, at the latest by [#finish].
    protected abstract void write(Chunk chunk) throws IOException;

    /// Waits until everything is written, then makes it found in one step; throws if any of it failed.
    protected abstract void finish() throws IOException;

    /// Frees whatever was written and lets others write the key. Called once, unless the writer is committed or leaves
    /// what it wrote.
    protected abstract void discard();

    /// Lets others write the key, and leaves them what is complete where the store can; discards it by default. Called
    /// in place of [#discard] when the writer is suspended or has failed; writes no more if it `failed`.
    protected void leave(boolean failed) {
        discard();
    }

    private void fail(Throwable cause) {
        state = State.FAILED;
        failure = cause;
        try {
            leave(true);
        } catch (RuntimeException second) {
            cause.addSuppressed(second);
        }
    }

    private void requireOpen() throws StoreException {
        if (state == State.FAILED) {
            throw new StoreException(
                    key + " is not stored: writing it failed after " + accepted + " chunks: " + failure.getMessage(),
                    failure);
        }
        if (state != State.OPEN) {
            throw new IllegalStateException("the writer of " + key + " was "
                    + state.name().toLowerCase(Locale.ROOT) + " already; ask the store for another");
        }
    }

    private void requireFitting(Chunk chunk) {
        if (!chunk.runId().equals(key.runId()) || !chunk.dataType().equals(key.dataType())) {
            throw new IllegalArgumentException(
                    "a chunk of something else: " + chunk + " for the writer of " + key + "; open a writer for it");
        }
        if (!chunk.type().equals(type)) {
            throw new IllegalArgumentException("records of another type: " + chunk + " holds " + chunk.type()
                    + ", the writer of " + key + " takes " + type + "; give the writer the type of its chunks");
        }
    }
}
