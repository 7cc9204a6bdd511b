package dev.sluice.kernels.internal.hit;

/// Where the fields of a hit of `ThresholdHitsKernel` lie, in bytes from its start.
public final class ThresholdHitFields {

    /// int64: start of the waveform.
    public static final int TIME = 0;
    /// int64: index of the highest sample.
    public static final int POSITION = 8;
    /// float32: height of that sample.
    public static final int HEIGHT = 16;
    /// float32: sum of what is above the baseline.
    public static final int INTEGRAL = 20;
    /// int32: first sample of the extended hit.
    public static final int EDGE_START = 24;
    /// int32: sample after the extended hit.
    public static final int EDGE_END = 28;
    /// float32: samples between the two.
    public static final int WIDTH = 32;
    /// float64: sampling period.
    public static final int DT = 36;
    /// float32: from the crossing to the highest sample.
    public static final int RISE_TIME = 44;
    /// float32: from the highest sample to the last one over threshold.
    public static final int FALL_TIME = 48;
    /// int64: time of the highest sample.
    public static final int TIMESTAMP = 52;
    /// int32: board of the digitiser.
    public static final int BOARD = 60;
    /// int32: channel.
    public static final int CHANNEL = 64;
    /// int64: number of the waveform.
    public static final int RECORD_ID = 68;
    /// Bytes of a hit.
    public static final int BYTES = 76;

    private ThresholdHitFields() {}
}
