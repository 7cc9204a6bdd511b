package dev.sluice.kernels.unchecked;

/// The polarity of every record, by its channel; unchecked, immutable, safe from any thread.
public final class RawPolarities {

    private final RawColumn channel;
    private final boolean otherwise;
    private final boolean[] positiveByChannel;

    /// The polarities by channel number; `otherwise` holds beyond the table, and always where `channel` is `NONE`.
    public RawPolarities(RawColumn channel, boolean otherwise, boolean[] positiveByChannel) {
        this.channel = channel;
        this.otherwise = otherwise;
        this.positiveByChannel = positiveByChannel.clone();
    }

    /// True if pulses of the record at this address go above the baseline.
    public boolean isPositive(long record) {
        return channel.isPresent() ? isPositiveChannel(channel.readLong(record)) : otherwise;
    }

    private boolean isPositiveChannel(long number) {
        return number >= 0 && number < positiveByChannel.length ? positiveByChannel[(int) number] : otherwise;
    }
}
