package dev.sluice.formats;

import dev.sluice.record.Records;

/// Writes records of one type, in the order in which they come, to a file or a stream. For one thread at a time.
///
/// What was written counts only after [#commit]; a writer that is closed without it leaves nothing under the final
/// name.
public interface RecordWriter extends AutoCloseable {
    /// Appends the records; reads their memory only during the call.
    ///
    /// @throws IllegalArgumentException if the records have another layout than the writer's type
    /// @throws IllegalStateException if the writer was committed, closed or has failed
    /// @throws FormatException if the target does not take the bytes; a file is then removed
    void write(Records records);

    /// Records written so far.
    long count();

    /// Bytes written so far, headers included.
    long bytes();

    /// Where the records go, for messages: the path, or a name such as `standard output`.
    String target();

    /// Makes what was written final: a file gets its name now, complete and on the disk.
    ///
    /// @throws IllegalStateException if the writer was committed, closed or has failed
    /// @throws FormatException if the target does not take the bytes; a file is then removed
    void commit();

    /// Ends the writer, and removes what was not committed. May be called again.
    @Override
    void close();
}
