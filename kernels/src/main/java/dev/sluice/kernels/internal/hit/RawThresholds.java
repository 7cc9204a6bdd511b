package dev.sluice.kernels.internal.hit;

/// A number for every channel; unchecked, immutable, safe from any thread.
public final class RawThresholds {

    private final double otherwise;
    private final double[] byChannel;

    /// The numbers by channel; `otherwise` holds beyond the table.
    public RawThresholds(double otherwise, double[] byChannel) {
        this.otherwise = otherwise;
        this.byChannel = byChannel.clone();
    }

    /// The number of this channel.
    public double of(long channel) {
        return channel >= 0 && channel < byChannel.length ? byChannel[(int) channel] : otherwise;
    }
}
