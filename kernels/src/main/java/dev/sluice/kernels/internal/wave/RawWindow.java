package dev.sluice.kernels.internal.wave;

/// A range of the samples of every record; unchecked, immutable, safe from any thread.
///
/// @param start bytes from the start of a record to the window's first sample
/// @param from  index of the first sample
/// @param to    index just after the last sample, before it is cut to what a record has
public record RawWindow(long start, int from, int to) {

    /// Address of the first sample in the record at this address; readable only if `count` is not 0.
    public long address(long record) {
        return record + start;
    }

    /// How many samples of the window a record with this valid length has.
    public int count(int validLength) {
        return Math.max(0, Math.min(to, validLength) - from);
    }
}
