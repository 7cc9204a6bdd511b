package dev.sluice.kernels.internal.record;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// Where the fields of raw records and of records lie, in bytes from their start; the two agree up to `RECORD_I`.
public final class FragmentFields {

    /// int64: start.
    public static final int TIME = 0;
    /// int32: samples that are data.
    public static final int LENGTH = 8;
    /// int16: sampling period.
    public static final int DT = 12;
    /// int16: channel.
    public static final int CHANNEL = 14;
    /// int32: samples of the whole pulse.
    public static final int PULSE_LENGTH = 16;
    /// int16: number of the fragment in its pulse.
    public static final int RECORD_I = 20;
    /// int16, raw records: the digitiser's baseline.
    public static final int RAW_BASELINE = 22;
    /// int16 samples of raw records.
    public static final int RAW_DATA = 24;
    /// int32, records: sum of the samples.
    public static final int AREA = 22;
    /// uint8, records: what was cut away.
    public static final int REDUCTION_LEVEL = 26;
    /// float32, records: mean of the first samples of the pulse.
    public static final int BASELINE = 27;
    /// float32, records: standard deviation of the same.
    public static final int BASELINE_RMS = 31;
    /// int16, records: samples are to be multiplied by 2 to this power.
    public static final int AMPLITUDE_BIT_SHIFT = 35;
    /// int16 samples of records.
    public static final int DATA = 37;

    private FragmentFields() {}

    /// How many samples of the fragment at this address are data, from 0 to `samples`.
    public static int length(long fragment, int samples) {
        return Math.clamp(AddressSpace.int32(fragment + LENGTH), 0, samples);
    }

    /// What a baseline has beyond the whole number below it, from 0 to 1.
    public static double fraction(double baseline) {
        return baseline - Math.floor(baseline);
    }
}
