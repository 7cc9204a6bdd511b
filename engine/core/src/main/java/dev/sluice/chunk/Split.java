package dev.sluice.chunk;

/// The two chunks into which one was split at a time; both are views of the memory of the one.
///
/// @param left  the records that start before the time, `[start, time)`
/// @param right the others, `[time, end)`
public record Split(Chunk left, Chunk right) {}
