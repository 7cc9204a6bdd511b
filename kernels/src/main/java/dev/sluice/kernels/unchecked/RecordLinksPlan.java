package dev.sluice.kernels.unchecked;

/// The checked numbers of linking fragments; immutable, safe from any thread.
///
/// @param samples samples that a record has room for
public record RecordLinksPlan(int samples) implements LoopPlan<RecordLinksLoop> {}
