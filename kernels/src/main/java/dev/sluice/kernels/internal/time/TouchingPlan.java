package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.loop.LoopPlan;

/// The checked numbers of a search for the things that touch containers; immutable, safe from any thread.
///
/// @param things     the intervals that may touch a container
/// @param containers the intervals that may be touched
/// @param window     how far from a container a thing still touches it
public record TouchingPlan(RawIntervals things, RawIntervals containers, long window)
        implements LoopPlan<IntervalPairLoop> {}
