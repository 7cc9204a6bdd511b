package dev.sluice.kernels.channel;

import dev.sluice.kernels.internal.loop.Contents;
import dev.sluice.kernels.internal.loop.Opaque;
import dev.sluice.kernels.internal.wave.RawBaselines;

/// The baseline and rms that every channel had last, and of which pulse, carried from chunk to chunk; of one thread at
/// a time.
///
/// Owned by the caller of a `BaselineKernel` or `RecordsKernel`: one per stream, used for its chunks in order. A
/// record of a channel that there is no room for is refused.
public final class ChannelBaselines extends Opaque<RawBaselines> {

    private static final int MOST_CHANNELS = 1 << 20;

    private ChannelBaselines(int first, int channels) {
        super(new RawBaselines(first, channels));
    }

    /// Room for every int16 channel, negative ones too: less than a megabyte. None of them is known.
    public static ChannelBaselines ofAll() {
        return new ChannelBaselines(Short.MIN_VALUE, 1 << Short.SIZE);
    }

    /// Room for this many channels, numbered from 0, none of them known.
    public static ChannelBaselines of(int channels) {
        if (channels < 1 || channels > MOST_CHANNELS) {
            throw new IllegalArgumentException("no such number of channels: channels=" + channels
                    + ", limits are 1 and " + MOST_CHANNELS + "; give the greatest channel number plus 1");
        }
        return new ChannelBaselines(0, channels);
    }

    /// How many channels there is room for.
    public int channels() {
        return raw().channels();
    }

    /// True if a first fragment of this channel was seen.
    public boolean isKnown(int channel) {
        return raw().covers(channel) && raw().isKnown(channel);
    }

    /// Forgets every channel: before a stream that does not continue the one before.
    public void clear() {
        raw().clear();
    }

    private RawBaselines raw() {
        return Contents.of(this);
    }
}
