package dev.sluice.formats.strax;

import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import java.util.List;

/// What the metadata say of a chunk. An immutable value.
///
/// @param index place in the folder
/// @param start first instant, in ns
/// @param end   first instant beyond
/// @param count number of records
/// @param file  name of its file; null if it has no records
/// @param losses what was lost in it, which our writer adds
record StraxChunk(int index, long start, long end, long count, String file, List<Loss> losses) {
    /// The field of losses, which strax passes over.
    static final String LOSSES = "sluice_losses";

    TimeRange range() {
        return new TimeRange(start, end);
    }
}
