package dev.sluice.kernels.internal.record;

/// Where the fields of a hit in a fragment lie, in bytes from its start.
public final class HitFields {

    /// int64: start of the first sample.
    public static final int TIME = 0;
    /// int32: samples.
    public static final int LENGTH = 8;
    /// int16: sampling period.
    public static final int DT = 12;
    /// int16: channel.
    public static final int CHANNEL = 14;
    /// float32: sum of the samples.
    public static final int AREA = 16;
    /// int16: first sample.
    public static final int LEFT = 20;
    /// int16: sample after the last.
    public static final int RIGHT = 22;
    /// int32: the two int16 bounds of integration.
    public static final int INTEGRATION = 24;
    /// int32: index of the record.
    public static final int RECORD_I = 28;
    /// float32: threshold.
    public static final int THRESHOLD = 32;
    /// float32: highest sample.
    public static final int HEIGHT = 36;
    /// int64: time of the first highest sample.
    public static final int MAX_TIME = 40;
    /// Bytes of a hit.
    public static final int BYTES = 48;

    private HitFields() {}
}
