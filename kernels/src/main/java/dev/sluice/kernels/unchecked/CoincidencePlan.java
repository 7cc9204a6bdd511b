package dev.sluice.kernels.unchecked;

/// The checked numbers of a grouping by coincidence, and where the fields of its results lie; immutable, safe from any
/// thread.
///
/// @param hits        the intervals that are grouped, in order of time
/// @param channel     the channel of a hit
/// @param channels    how many channels there are
/// @param anchored    true to measure the window from a group's first start, false from its latest end
/// @param window      how long after that a hit still belongs, inclusive
/// @param minChannels how many channels a group must have
public record CoincidencePlan(
        RawIntervals hits, RawInteger channel, int channels, boolean anchored, long window, int minChannels)
        implements LoopPlan<CoincidenceLoop> {

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
