package dev.sluice.kernels.unchecked;

import java.util.Arrays;

/// Baseline and rms that every channel had last; of one thread at a time.
///
/// `isKnown`, `remember` and what is remembered may be asked only of channels that are covered.
public final class RawBaselines {

    private final float[] baselines;
    private final float[] rms;
    private final boolean[] known;

    /// Room for this many channels, none known.
    public RawBaselines(int channels) {
        this.baselines = new float[channels];
        this.rms = new float[channels];
        this.known = new boolean[channels];
    }

    /// How many channels there are.
    public int channels() {
        return known.length;
    }

    /// True if there is room for this channel.
    public boolean covers(long channel) {
        return channel >= 0 && channel < known.length;
    }

    /// True if something was remembered.
    public boolean isKnown(long channel) {
        return known[(int) channel];
    }

    /// The baseline remembered.
    public float baseline(long channel) {
        return baselines[(int) channel];
    }

    /// The rms remembered.
    public float rms(long channel) {
        return rms[(int) channel];
    }

    /// Remembers baseline and rms.
    public void remember(long channel, float baseline, float deviation) {
        int index = (int) channel;
        baselines[index] = baseline;
        rms[index] = deviation;
        known[index] = true;
    }

    /// Forgets all.
    public void clear() {
        Arrays.fill(known, false);
    }
}
