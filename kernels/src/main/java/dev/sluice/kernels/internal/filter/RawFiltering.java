package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.wave.RawWaveforms;

/// From where to where a filter works, in numbers that a kernel has checked; immutable, safe from any thread, owns no
/// memory.
///
/// @param waveforms    the waveforms that the loop reads
/// @param waveOffset   bytes from the start of a record to its first sample
/// @param resultStride bytes from one result record to the next
/// @param resultOffset bytes from the start of a result record to its first float32 sample
public record RawFiltering(RawWaveforms waveforms, int waveOffset, int resultStride, int resultOffset) {

    /// How many samples of the record at this address are data, from 0 to `samples`.
    public int validLength(long record) {
        return waveforms.validLength(record);
    }

    /// Address of the first sample of the record at this address.
    public long wave(long record) {
        return record + waveOffset;
    }

    /// Address of the first sample of the result record at this address.
    public long result(long result) {
        return result + resultOffset;
    }

    /// Writes zeros after the `valid` samples of a result record: padding is not signal.
    public void clearPadding(long result, int valid) {
        clear(result, valid, waveforms.samples());
    }

    /// Writes zeros to the samples `[from, to)` of a result record.
    public void clear(long result, int from, int to) {
        long wave = result(result);
        for (long i = from; i < to; i++) {
            AddressSpace.float32(wave + Float.BYTES * i, 0.0f);
        }
    }

    /// Stores one sample of a result record.
    public void store(long result, long index, double value) {
        AddressSpace.float32(result(result) + Float.BYTES * index, Floats.canonical((float) value));
    }
}
