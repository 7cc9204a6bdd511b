package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.RawColumn;
import dev.sluice.kernels.internal.wave.RawWindow;

/// How filters for pulses on a baseline load a record: as doubles, less the baseline. Immutable, safe from any thread.
///
/// @param filtering from where to where
/// @param window    samples averaged for the baseline where the records have no such field
/// @param decay     what is left of a pulse after one sample: exp(-1 / decay time), up to 1 for no decay
/// @param loss      one less that, to all digits
public record PulsePlan(RawFiltering filtering, RawWindow window, double decay, double loss) {

    /// Takes the baseline of the record at this address from its `valid` samples, doubles from address `samples` on.
    public void subtractBaseline(long record, long samples, int valid) {
        double baseline = baseline(record, samples, valid);
        for (long i = 0; i < valid; i++) {
            long at = samples + Double.BYTES * i;
            AddressSpace.float64(at, AddressSpace.float64(at) - baseline);
        }
    }

    private double baseline(long record, long samples, int valid) {
        RawColumn field = filtering.waveforms().baseline();
        if (field.isPresent()) {
            return field.readDouble(record);
        }
        int count = window.count(valid);
        double sum = 0.0;
        for (long i = window.from(); i < window.from() + (long) count; i++) {
            sum += AddressSpace.float64(samples + Double.BYTES * i);
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
