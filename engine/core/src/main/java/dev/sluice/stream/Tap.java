package dev.sluice.stream;

import dev.sluice.chunk.Chunk;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Optional;

/// Looks at every n-th chunk of a type of data while it is computed, for a monitor: the latest one is at hand, others
/// are passed over. The pass never waits for a tap.
///
/// Each n-th chunk is copied by the worker that computed it, unless the tap is being asked at that moment. Any thread
/// may ask; what it gets is its own. The tap holds memory of the pass for one chunk, until it or the pass is closed. A
/// chunk is seen as it was computed: beyond the range of time of the streams too, where others need it.
public interface Tap extends AutoCloseable {
    /// The name of the data.
    String dataType();

    /// How many of the n-th chunks were missed: the next one came before the tap was asked, it was busy, or no memory
    /// was left.
    long passedOver();

    /// A copy of the latest chunk that no call returned yet, in memory of `arena`; empty if there is none. Does not
    /// wait.
    Optional<Chunk> poll(Arena arena);

    /// The same, but waits for a chunk for up to `patience`; empty if none came, or the pass or the tap was closed.
    ///
    /// @throws InterruptedException if the calling thread is interrupted
    Optional<Chunk> poll(Arena arena, Duration patience) throws InterruptedException;

    /// Looks no more, and gives its memory back. Doing so twice is harmless.
    @Override
    void close();
}
