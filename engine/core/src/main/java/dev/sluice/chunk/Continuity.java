package dev.sluice.chunk;

/// Checks that the chunks of a stream tile its range of time: each starts where the last ended.
///
/// One instance per stream, used by one thread.
public final class Continuity {
    private boolean started;
    private long expected;

    /// Takes the next chunk of the stream.
    ///
    /// @throws ChunkLawException if there is a hole or an overlap between it and the one before
    public void accept(Chunk chunk) {
        if (started && chunk.start() != expected) {
            long apart = chunk.start() - expected;
            throw new ChunkLawException(
                    (apart > 0 ? "a hole" : "an overlap") + " between chunks: the last one ended at time=" + expected
                            + ", " + chunk + " starts at time=" + chunk.start() + ", " + Math.abs(apart)
                            + " apart; a chunk starts where the last one ended, an empty chunk carries time forward");
        }
        started = true;
        expected = chunk.end();
    }
}
