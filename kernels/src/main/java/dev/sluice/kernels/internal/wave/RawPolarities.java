package dev.sluice.kernels.internal.wave;

import dev.sluice.kernels.internal.memory.RawColumn;
import java.util.Arrays;

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

    @Override
    public boolean equals(Object other) {
        return other instanceof RawPolarities
                && channel.equals(((RawPolarities) other).channel)
                && otherwise == ((RawPolarities) other).otherwise
                && Arrays.equals(positiveByChannel, ((RawPolarities) other).positiveByChannel);
    }

    @Override
    public int hashCode() {
        return 31 * channel.hashCode() + Arrays.hashCode(positiveByChannel) + Boolean.hashCode(otherwise);
    }

    private boolean isPositiveChannel(long number) {
        return number >= 0 && number < positiveByChannel.length ? positiveByChannel[(int) number] : otherwise;
    }
}
