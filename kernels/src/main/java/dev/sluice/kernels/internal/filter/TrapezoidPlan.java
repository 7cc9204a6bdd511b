package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.loop.LoopPlan;

/// The checked numbers of a trapezoidal filter; immutable, safe from any thread.
///
/// @param pulses how a record is loaded, and how its pulses decay
/// @param rise   samples of the trapezoid's rise, 1 or more
/// @param flat   samples of its flat top
public record TrapezoidPlan(PulsePlan pulses, int rise, int flat) implements LoopPlan<FilterLoop> {

    /// How many samples before a record its trapezoids look at: there the record is 0.
    public int reach() {
        return 2 * rise + flat;
    }

    /// Bytes of scratch memory that a record needs.
    public long scratchBytes() {
        return Double.BYTES * ((long) reach() + pulses.filtering().waveforms().samples());
    }
}
