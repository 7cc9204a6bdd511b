package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.AddressSpace;

/// The checked numbers of second-order sections that run forwards and backwards over every record.
///
/// Immutable, safe from any thread. A section with coefficients b and a (a0 = 1) and the state z runs as
///
///     y = b0 x + z1;   z1' = -a1 y + (b1 x + z2);   z2' = -a2 y + b2 x
///
/// with every product fused with its addition but the last.
///
/// @param filtering    from where to where
/// @param coefficients of each section in turn: b0, b1, b2, -a1, -a2; an even number of sections
/// @param states       of each section in turn: z1 and z2 after a constant input of 1 to the first section
/// @param padding      how many samples a record is continued by at either end
public record SectionsPlan(RawFiltering filtering, double[] coefficients, double[] states, int padding)
        implements LoopPlan<FilterLoop> {

    /// Numbers per section.
    public static final int NUMBERS = 5;

    /// A plan of these sections, `b0 b1 b2 a1 a2` of each; one that changes nothing is added to an odd number.
    public static SectionsPlan of(RawFiltering filtering, double[] sections, int padding) {
        int count = sections.length / NUMBERS;
        int even = count + count % 2;
        double[] coefficients = new double[NUMBERS * even];
        double[] states = new double[2 * even];
        coefficients[NUMBERS * (even - 1)] = 1.0;
        double level = 1.0;
        for (int i = 0; i < count; i++) {
            int at = NUMBERS * i;
            double a1 = sections[at + 3];
            double a2 = sections[at + 4];
            double gain = (sections[at] + sections[at + 1] + sections[at + 2]) / (1.0 + a1 + a2);
            System.arraycopy(sections, at, coefficients, at, 3);
            coefficients[at + 3] = -a1;
            coefficients[at + 4] = -a2;
            states[2 * i] = level * (gain - sections[at]);
            states[2 * i + 1] = level * (sections[at + 2] - a2 * gain);
            level *= gain;
        }
        return new SectionsPlan(filtering, coefficients, states, padding);
    }

    /// Bytes of scratch memory that `lanes` records side by side need: one value each ahead of the samples, for the
    /// level at which the sections start, then padding, samples and padding.
    public long scratchBytes(int lanes) {
        return Double.BYTES
                * (long) lanes
                * (1L + 2L * padding + filtering.waveforms().samples());
    }

    /// By how many samples a record of this valid length is continued.
    public int padding(int valid) {
        return Math.min(padding, valid - 1);
    }

    /// Continues a record of `valid` samples, one or more, by its mirror image through its end points; the first sample
    /// lies at address `samples`, and `step` bytes from one to the next.
    public void surround(long samples, int valid, long step) {
        long last = samples + step * (valid - 1);
        double twiceFirst = 2.0 * AddressSpace.float64(samples);
        double twiceLast = 2.0 * AddressSpace.float64(last);
        for (int k = 1; k <= padding(valid); k++) {
            AddressSpace.float64(samples - step * k, twiceFirst - AddressSpace.float64(samples + step * k));
            AddressSpace.float64(last + step * k, twiceLast - AddressSpace.float64(last - step * k));
        }
    }

    /// Stores `valid` filtered samples, of which the first lies at address `samples` with `step` bytes to the next, and
    /// zeros after them.
    public void store(long samples, int valid, long step, long result) {
        for (int i = 0; i < valid; i++) {
            filtering.store(result, i, AddressSpace.float64(samples + step * i));
        }
        filtering.clearPadding(result, valid);
    }
}
