package dev.sluice.plugin;

import java.io.IOException;

/// One pass over the data of a source, chunk by chunk in order of time. Used by one thread.
///
/// The chunks tile the range of time of the run: each starts where the last ended, and records that start at the same
/// time are in one chunk.
public interface ChunkReader extends AutoCloseable {
    /// Fills `out` with the next chunk and returns true; or returns false at the end, when nothing was filled.
    ///
    /// @throws Exception if reading fails: the chunks before it are delivered, then the run fails with it
    boolean read(SourceOutput out) throws Exception;

    /// Checks that the memory it lent is still what was read, for example that a mapped file has not changed. Called
    /// when a stream of the run has come to its end, before that counts as complete, and where reading lent memory
    /// failed; by any thread. Does nothing by default.
    ///
    /// @throws Exception if it is not: the run fails with it
    default void requireUnchanged() throws Exception {}

    /// Checks the same where that costs little, before each chunk that shows lent memory is handed to a reader of the
    /// stream; by any thread. Does nothing by default.
    ///
    /// @throws Exception if it is not: the run fails with it
    default void glance() throws Exception {}

    /// Frees what the reader holds, memory that it lent included; no chunk is in use by then.
    @Override
    default void close() throws IOException {}
}
