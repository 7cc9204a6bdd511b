package dev.sluice.kernels;

import dev.sluice.kernels.unchecked.RawBaselines;

/// The baseline and rms that every channel had last, carried from chunk to chunk; of one thread at a time.
///
/// Owned by who calls `BaselineKernel`: one per stream of records, used for its chunks in order. Channels are numbered
/// from 0; a record of a channel beyond is refused.
public final class ChannelBaselines {

    private static final int MOST_CHANNELS = 1 << 20;

    private final RawBaselines raw;

    private ChannelBaselines(int channels) {
        this.raw = new RawBaselines(channels);
    }

    /// Room for this many channels, none of them known.
    public static ChannelBaselines of(int channels) {
        if (channels < 1 || channels > MOST_CHANNELS) {
            throw new IllegalArgumentException("no such number of channels: channels=" + channels
                    + ", limits are 1 and " + MOST_CHANNELS + "; give the greatest channel number plus 1");
        }
        return new ChannelBaselines(channels);
    }

    /// How many channels there is room for.
    public int channels() {
        return raw.channels();
    }

    /// True if a first fragment of this channel was seen.
    public boolean isKnown(int channel) {
        return raw.covers(channel) && raw.isKnown(channel);
    }

    /// Forgets every channel: before a stream that does not continue the one before.
    public void clear() {
        raw.clear();
    }

    RawBaselines raw() {
        return raw;
    }
}
