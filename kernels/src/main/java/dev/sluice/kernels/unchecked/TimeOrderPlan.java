package dev.sluice.kernels.unchecked;

/// The checked numbers of a search for a time that is out of order; immutable, safe from any thread.
///
/// @param stride bytes from one time to the next
public record TimeOrderPlan(int stride) implements LoopPlan<TimeOrderLoop> {}
