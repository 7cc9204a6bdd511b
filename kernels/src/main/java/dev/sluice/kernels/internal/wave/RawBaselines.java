package dev.sluice.kernels.internal.wave;

/// Baseline and rms that every channel had last, and the start of their pulse; of one thread at a time.
///
/// `isKnown`, `isOf`, `remember` and what is remembered may be asked only of channels that are covered. Forgetting
/// all costs nothing: a baseline counts only in the round that it was remembered in.
public final class RawBaselines {

    private final int first;
    private final float[] baselines;
    private final float[] rms;
    private final long[] starts;
    private final int[] rounds;
    private int round = 1;

    /// Room for so many channels from number `first` on, none known.
    public RawBaselines(int first, int channels) {
        this.first = first;
        this.baselines = new float[channels];
        this.rms = new float[channels];
        this.starts = new long[channels];
        this.rounds = new int[channels];
    }

    /// How many channels there are.
    public int channels() {
        return rounds.length;
    }

    /// True if there is room for this channel.
    public boolean covers(long channel) {
        return channel >= first && channel < (long) first + rounds.length;
    }

    /// True if something was remembered.
    public boolean isKnown(long channel) {
        return rounds[place(channel)] == round;
    }

    /// True if what was remembered last is of the pulse that starts then.
    public boolean isOf(long channel, long start) {
        return isKnown(channel) && starts[place(channel)] == start;
    }

    /// When the pulse starts of which it was remembered.
    public long start(long channel) {
        return starts[place(channel)];
    }

    /// The baseline remembered.
    public float baseline(long channel) {
        return baselines[place(channel)];
    }

    /// The rms remembered.
    public float rms(long channel) {
        return rms[place(channel)];
    }

    /// Remembers baseline and rms of the pulse that starts then.
    public void remember(long channel, float baseline, float deviation, long start) {
        int place = place(channel);
        baselines[place] = baseline;
        rms[place] = deviation;
        starts[place] = start;
        rounds[place] = round;
    }

    /// Forgets all.
    public void clear() {
        round++;
    }

    private int place(long channel) {
        return (int) channel - first;
    }
}
