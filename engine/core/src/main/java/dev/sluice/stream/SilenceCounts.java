package dev.sluice.stream;

/// How a stage was computed whose plugin declares a silence, so far: a snapshot. All 0 of any other stage. Immutable.
///
/// @param parts           chunks that lie between two silences: computed by any worker
/// @param records         records of the first input in those
/// @param chunksInOrder   chunks that were computed in order, as no silence came soon
/// @param recordsInOrder  records of the first input in those, without their halo
public record SilenceCounts(long parts, long records, long chunksInOrder, long recordsInOrder) {}
