package dev.sluice.kernels.channel;

import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.internal.memory.Fields;

/// A range of samples for every channel: a default, and the channels that differ; immutable, safe from any thread.
///
/// Kernels have one range: a caller whose channels differ makes a kernel for each range.
///
/// @param values the ranges by channel
public record ChannelRanges(ChannelValues<SampleRange> values) {

    private static final String REMEDY = "; write FROM:TO, or a list such as 40:90,3:60:120,1:7:0:50";

    /// Checks that there are values.
    public ChannelRanges {
        Fields.required("values", values);
    }

    /// The same range for every channel.
    public static ChannelRanges all(SampleRange range) {
        return new ChannelRanges(ChannelValues.all(range));
    }

    /// Reads a list of ranges, `40:90,3:60:120,1:7:0:50`, whose default may be missing: of the last colons one is that
    /// of the range.
    ///
    /// Fails with `IllegalArgumentException` on anything else, and on what is given twice.
    public static ChannelList<SampleRange> list(String text) {
        return ChannelList.parse("range", text, 1, SampleRange::parse, REMEDY);
    }

    /// The range of a channel of a board.
    public SampleRange of(int board, int channel) {
        return values.of(board, channel);
    }

    /// The default first, then the listed channels in order.
    @Override
    public String toString() {
        return values.toString();
    }
}
