package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.loop.LoopPlan;

/// The checked numbers of a search for the containers of things; immutable, safe from any thread.
///
/// @param things     the intervals that may lie in a container
/// @param containers the intervals that may contain things
/// @param strax      true to give up on a thing after the first container that has not ended, as strax does
public record ContainmentPlan(RawIntervals things, RawIntervals containers, boolean strax)
        implements LoopPlan<IntervalPairLoop> {}
