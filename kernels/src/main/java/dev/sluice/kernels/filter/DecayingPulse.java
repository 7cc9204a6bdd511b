package dev.sluice.kernels.filter;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.internal.check.Layouts;
import dev.sluice.kernels.internal.filter.PulsePlan;
import dev.sluice.kernels.internal.filter.RawFiltering;
import dev.sluice.kernels.internal.memory.Fields;

/// The decay of a preamplifier's pulses and where their baseline is found; an immutable value, safe from any thread.
///
/// @param decay         decay time in samples, up to infinity
/// @param baselineRange samples averaged for the baseline where the records carry none
record DecayingPulse(double decay, SampleRange baselineRange) {

    DecayingPulse {
        if (!(decay > 0.0)) {
            throw KernelArgumentException.of(
                    "pulses cannot decay so", "give more than 0 samples, infinity for no decay", "decay", decay);
        }
        Fields.required("baselineRange", baselineRange);
    }

    static DecayingPulse of(double decay) {
        return new DecayingPulse(decay, new SampleRange(0, 40));
    }

    DecayingPulse baselineRange(SampleRange range) {
        return new DecayingPulse(decay, range);
    }

    PulsePlan plan(RawFiltering filtering, WaveformLayout layout) {
        return new PulsePlan(
                filtering, Layouts.window(layout, baselineRange), Math.exp(-1.0 / decay), -Math.expm1(-1.0 / decay));
    }

    @Override
    public String toString() {
        return "decay=" + decay + ", baseline=" + baselineRange;
    }
}
