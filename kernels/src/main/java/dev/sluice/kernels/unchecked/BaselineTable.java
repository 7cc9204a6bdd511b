package dev.sluice.kernels.unchecked;

/// The last baseline of every channel; for one thread, unchecked.
///
/// Channels are int16 of either sign. Forgetting all costs nothing: a baseline counts only in the round that it was
/// noted in.
public final class BaselineTable {

    private static final int CHANNELS = 1 << Short.SIZE;
    private static final int MASK = CHANNELS - 1;

    private final float[] means = new float[CHANNELS];
    private final float[] deviations = new float[CHANNELS];
    private final int[] rounds = new int[CHANNELS];
    private int round = 1;

    /// A table without baselines.
    public BaselineTable() {}

    /// Forgets all baselines.
    public void forget() {
        round++;
    }

    /// Notes the baseline of a channel.
    public void note(short channel, float mean, float deviation) {
        means[channel & MASK] = mean;
        deviations[channel & MASK] = deviation;
        rounds[channel & MASK] = round;
    }

    /// True if a baseline of the channel was noted since all were forgotten.
    public boolean knows(short channel) {
        return rounds[channel & MASK] == round;
    }

    /// The mean that was noted last.
    public float mean(short channel) {
        return means[channel & MASK];
    }

    /// The standard deviation that was noted last.
    public float deviation(short channel) {
        return deviations[channel & MASK];
    }
}
