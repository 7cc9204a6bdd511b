package dev.sluice.stream;

import dev.sluice.chunk.Loss;
import java.util.List;

/// What a run did so far: a snapshot. Immutable.
///
/// @param records       records read by the source and delivered downstream
/// @param chunks        chunks delivered
/// @param bytes         bytes of those records
/// @param outputRecords records of the target
/// @param outputBytes   bytes of those
/// @param seconds       time since the stream was started
/// @param start         start of the first chunk; 0 if there was none
/// @param end           end of the last chunk; 0 if there was none
/// @param skippedChunks chunks that failed and were skipped
/// @param losses        the intervals that were lost, in order of time; a loss that goes on in the next chunk is one
/// @param moreLosses    intervals that were lost beyond those listed
/// @param state         whether the run completed, failed or goes on
/// @param warnings      what sources, the live input, the watchdog or a store found doubtful: one sentence each
/// @param notes         what plugins counted of records that have no value, and the like: one sentence each
/// @param dropped       what was dropped or refused on purpose
public record RunSummary(
        long records,
        long chunks,
        long bytes,
        long outputRecords,
        long outputBytes,
        double seconds,
        long start,
        long end,
        long skippedChunks,
        List<Loss> losses,
        long moreLosses,
        RunState state,
        List<String> warnings,
        List<String> notes,
        DropCounts dropped) {}
