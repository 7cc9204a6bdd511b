package dev.sluice.kernels.internal.feature;

/// Two gates that start together, relative to a peak; immutable, safe from any thread.
///
/// @param before    samples from the start of the gates to the peak
/// @param shortGate samples of the short gate
/// @param longGate  samples of the long gate
public record RawGates(int before, int shortGate, int longGate) {

    /// Number of the gates' first sample that the record has.
    public int start(int peak) {
        return Math.max(0, peak - before);
    }

    /// How many samples of the short gate the record has.
    public int shortCount(int peak, int valid) {
        return count(shortGate, peak, valid);
    }

    /// How many samples of the long gate the record has.
    public int longCount(int peak, int valid) {
        return count(longGate, peak, valid);
    }

    private int count(int gate, int peak, int valid) {
        long end = Math.min(valid, (long) peak - before + gate);
        return (int) Math.max(0, end - start(peak));
    }
}
