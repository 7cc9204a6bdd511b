package dev.sluice.stream;

import java.util.List;

/// How the data flow through a pass: a snapshot, which any thread may ask for. Immutable.
///
/// @param stages        the stages, each after those that it is fed by; where a ring is full and the workers after it
///     are idle, the reader is what everybody waits for
/// @param dropped       what was dropped or refused on purpose
/// @param reservedBytes off-heap bytes that the pass holds
public record PipelineStatistics(List<StageStatistics> stages, DropCounts dropped, long reservedBytes) {
    /// Copies the list.
    public PipelineStatistics {
        stages = List.copyOf(stages);
    }
}
