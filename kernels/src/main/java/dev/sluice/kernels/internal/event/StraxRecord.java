package dev.sluice.kernels.internal.event;

/// Where the fields of a record of strax lie, in bytes from its start; stateless, safe from any thread.
public final class StraxRecord {

    /// int64, ns.
    public static final int TIME = 0;
    /// int32: how many samples are data.
    public static final int LENGTH = 8;
    /// int16, ns.
    public static final int DT = 12;
    /// int16.
    public static final int CHANNEL = 14;
    /// float32, ADC counts.
    public static final int BASELINE = 27;
    /// int16: the power of two that samples are to be multiplied by.
    public static final int SHIFT = 35;
    /// int16 per sample: ADC counts below the baseline, without its fraction.
    public static final int DATA = 37;

    private StraxRecord() {}

    /// Bytes of a record with room for so many samples.
    public static int bytes(int samples) {
        return DATA + Short.BYTES * samples;
    }
}
