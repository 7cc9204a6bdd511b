package dev.sluice.kernels.internal.event;

/// Where the fields of a peak of strax lie, in bytes from its start; immutable, safe from any thread.
///
/// @param channels  how many channels the arrays by channel have
/// @param samples   how many samples the waveforms have
/// @param dataTop   float32 per sample: the waveform of the top channels, or -1
/// @param dataStart float32 per sample: the first samples, or -1
/// @param data      float32 per sample: the waveform
public record RawPeaks(int channels, int samples, int dataTop, int dataStart, int data) {

    /// int64, ns.
    public static final int TIME = 0;
    /// int32, samples.
    public static final int LENGTH = 8;
    /// int32, ns.
    public static final int DT = 12;
    /// int16.
    public static final int CHANNEL = 16;
    /// float32, PE.
    public static final int AREA = 19;
    /// float32.
    public static final int AREA_FRACTION_TOP = 23;
    /// float32 per channel, PE.
    public static final int AREA_PER_CHANNEL = 27;
    /// How many widths there are, from 0 % to 100 % of the area.
    public static final int WIDTHS = 11;

    /// The layout with or without the two optional waveforms.
    public static RawPeaks of(int channels, int samples, boolean withTop, boolean withStart) {
        int next = AREA_PER_CHANNEL + Float.BYTES * channels + Integer.BYTES;
        int wave = Float.BYTES * samples;
        int top = withTop ? next : -1;
        int start = withStart ? next + (withTop ? wave : 0) : -1;
        return new RawPeaks(channels, samples, top, start, next + (withTop ? wave : 0) + (withStart ? wave : 0));
    }

    /// int32.
    public int hitCount() {
        return AREA_PER_CHANNEL + Float.BYTES * channels;
    }

    /// int64, ns.
    public int centerTime() {
        return data + Float.BYTES * samples;
    }

    /// float32, ns after the start.
    public int medianTime() {
        return centerTime() + Long.BYTES;
    }

    /// float32 each, ns.
    public int widths() {
        return medianTime() + Float.BYTES;
    }

    /// float32 each, ns.
    public int deciles() {
        return widths() + Float.BYTES * WIDTHS;
    }

    /// int8 per channel.
    public int saturatedChannel() {
        return deciles() + Float.BYTES * WIDTHS;
    }

    /// int16.
    public int saturatedCount() {
        return saturatedChannel() + channels;
    }

    /// int32, ns.
    public int maxGap() {
        return saturatedCount() + 2 * Short.BYTES;
    }

    /// Bytes of a peak.
    public int stride() {
        return maxGap() + 4 * Integer.BYTES + 2 * Short.BYTES;
    }
}
