package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.loop.LoopPlan;

/// The checked numbers of a pole-zero correction; immutable, safe from any thread.
///
/// @param pulses how a record is loaded, and how its pulses decay
public record PoleZeroPlan(PulsePlan pulses) implements LoopPlan<FilterLoop> {

    /// Bytes of scratch memory that a record needs.
    public long scratchBytes() {
        return Double.BYTES * (long) pulses.filtering().waveforms().samples();
    }
}
