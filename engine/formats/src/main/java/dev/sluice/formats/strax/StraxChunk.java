package dev.sluice.formats.strax;

import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import java.util.List;

/// What the metadata say of a chunk, or time between chunks of which they say nothing. An immutable value.
///
/// @param number    place in the metadata, for messages; that of the chunk before where there is none
/// @param start     first instant, in ns
/// @param end       first instant beyond
/// @param count     number of records
/// @param file      name of its file; null if it has no records
/// @param firstTime where its first record starts; null if the metadata do not say
/// @param lastTime  where its last record starts; null if the metadata do not say
/// @param losses    what was lost in it, which our writer adds
record StraxChunk(
        int number, long start, long end, long count, String file, Long firstTime, Long lastTime, List<Loss> losses) {
    /// The field of losses, which strax passes over.
    static final String LOSSES = "sluice_losses";

    /// Time that no chunk covers, up to the start of the next.
    static StraxChunk gap(StraxChunk before, long until, String cause) {
        return new StraxChunk(
                before.number(),
                before.end(),
                until,
                0,
                null,
                null,
                null,
                List.of(new Loss(before.end(), until, cause)));
    }

    TimeRange range() {
        return new TimeRange(start, end);
    }
}
