package dev.sluice.kernels.internal.event;

/// PE per ADC count × sample, by channel; immutable, safe from any thread.
public final class Gains {

    private final double[] values;

    /// A copy of these gains.
    public Gains(double[] values) {
        this.values = values.clone();
    }

    /// The gain of a channel, from 0 to `count() - 1`.
    public double of(int channel) {
        return values[channel];
    }

    /// Whether all of them are numbers that are not infinite.
    public boolean areFinite() {
        for (double value : values) {
            if (!(Math.abs(value) <= Double.MAX_VALUE)) {
                return false;
            }
        }
        return true;
    }

    /// How many channels there are.
    public int count() {
        return values.length;
    }
}
