package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.RawInteger;
import dev.sluice.kernels.internal.time.RawIntervals;

/// The checked numbers of a grouping by coincidence, and where the fields of its results lie; immutable, safe from any
/// thread.
///
/// @param hits        the intervals that are grouped, in order of time
/// @param board       the board of a hit, or `RawInteger.ABSENT`
/// @param channel     the channel of a hit
/// @param numbered    true if channels are numbers from 0 to `channels - 1`, whatever the board; else any board and
/// channel
/// @param channels    how many channels there are, or may be in one group
/// @param anchored    true to measure the window from a group's first start, false from its latest end
/// @param window      how long after that a hit still belongs, inclusive
/// @param minChannels how many channels a group must have
public record CoincidencePlan(
        RawIntervals hits,
        RawInteger board,
        RawInteger channel,
        boolean numbered,
        int channels,
        boolean anchored,
        long window,
        int minChannels)
        implements LoopPlan<CoincidencePlan.Loop> {
    /// The unchecked pass of `CoincidenceKernel`; implementations are immutable and safe from any thread.
    public interface Loop {
        /// Groups `count` hits; writes the first `capacity` groups at most. `scratch` has eight bytes per channel.
        ///
        /// Returns how many groups there are, whether they had room or not; or -1 minus the index of the first hit
        /// that is out of order, ends before it starts or is of no channel: then nothing was written. Allocates
        /// nothing.
        long run(long hits, long count, long groups, long capacity, long scratch);
    }

    /// Bytes of an entry of the table of the channels of a group: which group, board, channel.
    private static final int ENTRY = 3 * Long.BYTES;

    /// Entries of the table for so many channels at most, at least twice as many; a power of two.
    public int entries(long most) {
        return 2 * Integer.highestOneBit(Math.max(1, 2 * (int) Math.min(most, channels) - 1));
    }

    /// Bytes of scratch memory: a word for each channel, or the table.
    public long scratchBytes() {
        return numbered ? (long) Long.BYTES * channels : tableBytes(channels);
    }

    /// Bytes of the table for so many channels.
    public long tableBytes(long most) {
        return (long) ENTRY * entries(most);
    }

    /// Bytes of a group.
    public static final int GROUP = 40;
    /// int64: the least start.
    public static final int TIME = 0;
    /// int64: the greatest end.
    public static final int ENDTIME = 8;
    /// int64: index of the first hit.
    public static final int FIRST_HIT = 16;
    /// int32: number of hits, one after the other.
    public static final int HIT_COUNT = 24;
    /// int32: number of channels that have one.
    public static final int CHANNEL_COUNT = 28;
    /// Bits for channels 0 to 63.
    public static final int CHANNEL_MASK = 32;
}
