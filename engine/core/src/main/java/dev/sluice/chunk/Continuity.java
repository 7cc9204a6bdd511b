package dev.sluice.chunk;

/// Checks that the chunks of a stream tile its range of time: each starts where the last ended.
///
/// One instance per stream, used by one thread.
public final class Continuity {
    private boolean started;
    private long expected;

    /// Goes on after chunks that end at `time`, which were taken before.
    public void resume(long time) {
        started = true;
        expected = time;
    }

    /// Takes the next chunk of the stream.
    ///
    /// @throws ChunkLawException if there is a hole or an overlap between it and the one before
    public void accept(Chunk chunk) {
        if (started && chunk.start() != expected) {
            boolean hole = chunk.start() > expected;
            // Two int64 may lie further apart than an int64 counts, but never further than an unsigned one does.
            String apart = Long.toUnsignedString(hole ? chunk.start() - expected : expected - chunk.start());
            throw new ChunkLawException(
                    (hole ? "a hole" : "an overlap") + " between chunks: the last one ended at time=" + expected
                            + ", " + chunk + " starts at time=" + chunk.start() + ", " + apart
                            + " apart; a chunk starts where the last one ended, an empty chunk carries time forward");
        }
        started = true;
        expected = chunk.end();
    }
}
