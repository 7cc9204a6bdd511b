package dev.sluice.kernels.internal.wave;

import dev.sluice.kernels.internal.memory.RawColumn;

/// How waveforms lie in records, in numbers that a kernel has checked; immutable, safe from any thread, owns no memory.
///
/// @param isFloat     true for float32 samples, false for 16-bit ones
/// @param isUnsigned  true for 16-bit samples without a sign
/// @param stride      bytes from one record to the next
/// @param samples     how many samples a record has room for
/// @param validLength integer field: how many of the samples are data, or `RawColumn.NONE`
/// @param baseline    number field: the baseline in ADC counts, or `RawColumn.NONE`
/// @param channel     integer field: the number of the channel, or `RawColumn.NONE`
public record RawWaveforms(
        boolean isFloat,
        boolean isUnsigned,
        int stride,
        int samples,
        RawColumn validLength,
        RawColumn baseline,
        RawColumn channel) {

    /// How many samples of the record at this address are data, from 0 to `samples`.
    public int validLength(long record) {
        return validLength.isPresent() ? (int) Math.clamp(validLength.readLong(record), 0L, (long) samples) : samples;
    }
}
