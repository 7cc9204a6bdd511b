package dev.sluice.kernels.event;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.IntervalLayout;
import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelArgumentException.Parameter;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.internal.check.Columns;
import dev.sluice.kernels.internal.check.Layouts;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.event.CoincidencePlan;
import dev.sluice.kernels.internal.event.ScalarCoincidence;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import java.lang.foreign.MemorySegment;

/// Groups hits of all channels that coincide.
///
/// Immutable and safe from any thread; it owns no memory. Hits are sorted by time. With `Rule.CHAINED` a hit belongs to
/// the group before it if it starts at most `window` after the latest end in the group; with `Rule.ANCHORED`, if it
/// starts at most `window` after the group's first hit does. Both limits are inclusive, and sums stop at the limits of
/// int64. A group with hits in fewer than `minChannels` channels is left out.
///
/// A group has 40 bytes, packed: time i8 (the least start), endtime i8 (the greatest end), first_hit i8 (its index),
/// n_hits i4 (they follow each other), n_channels i4, channel_mask u8 (bit c for channel c of any board, up to 63).
///
/// `CHAINED` is the plugin `hit_grouped` of WaveformAnalysis, `ANCHORED` its `df_events`, without their faults: there
/// the first and last times are those of the lowest and highest channel, so that an event may end before it starts, and
/// an event of one channel counts as a coincidence.
public final class CoincidenceKernel {

    /// From where the window is measured.
    public enum Rule {
        /// From the latest end in the group: groups may grow without limit.
        CHAINED,
        /// From the first start in the group.
        ANCHORED
    }

    private static final int MOST_CHANNELS = 1 << 20;

    /// Bytes of a group.
    public static final int GROUP_BYTES = CoincidencePlan.GROUP;

    private final IntervalLayout hits;
    private final int extent;
    private final CoincidencePlan plan;
    private final CoincidencePlan.Loop loop;
    private final Call.Body body = this::run;

    private CoincidenceKernel(IntervalLayout hits, int extent, CoincidencePlan plan) {
        this.hits = hits;
        this.extent = extent;
        this.plan = plan;
        this.loop = Loops.of(Kernels.provider(), plan, ScalarCoincidence::of);
    }

    /// A grouping of hits with these starts and ends and this integer field for their channel, 0 to `channels - 1`.
    public static CoincidenceKernel of(
            IntervalLayout hits, Column channel, int channels, Rule rule, long window, int minChannels) {
        return of(hits, Column.NONE, channel, true, channels, rule, window, minChannels);
    }

    /// A grouping of hits whose channel is any number of any board: two integer fields, of which that of the board may
    /// be `Column.NONE`. A group has hits in `mostChannels` different channels at most.
    public static CoincidenceKernel ofBoards(
            IntervalLayout hits,
            Column board,
            Column channel,
            int mostChannels,
            Rule rule,
            long window,
            int minChannels) {
        return of(hits, board, channel, false, mostChannels, rule, window, minChannels);
    }

    private static CoincidenceKernel of(
            IntervalLayout hits,
            Column board,
            Column channel,
            boolean numbered,
            int channels,
            Rule rule,
            long window,
            int minChannels) {
        Fields.required("hits", hits);
        Fields.required("rule", rule);
        Columns.requireInside("board", Columns.requireInteger("board", Fields.required("board", board)), hits.stride());
        Columns.requireInside(
                "channel", Columns.requireInteger("channel", Fields.required("channel", channel)), hits.stride());
        if (!channel.isPresent() || channels < 1 || channels > MOST_CHANNELS) {
            throw new IllegalArgumentException(
                    "coincidence needs channels: channel=" + channel + " channels=" + channels + ", limits are 1 and "
                            + MOST_CHANNELS + "; give the field and how many channels there are");
        }
        if (window < 0 || minChannels < 1) {
            throw KernelArgumentException.of(
                    "no coincidence",
                    "the least are 0 and 1",
                    new Parameter("window", window),
                    new Parameter("minChannels", minChannels));
        }
        CoincidencePlan plan = new CoincidencePlan(
                Layouts.intervals(hits),
                Columns.integer(board),
                Columns.integer(channel),
                numbered,
                channels,
                rule == Rule.ANCHORED,
                window,
                minChannels);
        int extent = (int) Math.max(hits.extent(), Math.max(Columns.end(board), Columns.end(channel)));
        return new CoincidenceKernel(hits, extent, plan);
    }

    /// Bytes of scratch memory that a call takes: eight per channel, with boards up to 96.
    public long scratchBytes() {
        return plan.scratchBytes();
    }

    /// Groups `count` hits that start at byte `offset` of `hits`; returns how many groups there are.
    ///
    /// As many as `capacity` are written into `groups`, from `groupOffset` on, and none beyond: if more are returned,
    /// call again with that capacity. `scratch` has `scratchBytes()` bytes; the three must not overlap. Fails like
    /// `PeakChargeKernel.compute`, and with `IllegalArgumentException`, before anything is written, if a hit starts
    /// before the one in front of it, ends before it starts or is of no channel. Allocates nothing.
    public long group(
            MemorySegment hitSegment,
            long offset,
            long count,
            MemorySegment groups,
            long groupOffset,
            long capacity,
            MemorySegment scratch) {
        long from = Segments.addressOfRecords("hits", hitSegment, offset, count, hits.stride(), extent);
        long to = Segments.addressOfResults("groups", groups, groupOffset, capacity, GROUP_BYTES, GROUP_BYTES);
        long room = Segments.addressOfResults("scratch", scratch, 0, scratchBytes(), 1, 1);
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("too many hits for one call: count=" + count + ", limit is "
                    + Integer.MAX_VALUE + "; group them in parts, cut at gaps");
        }
        requireApart(from, count * hits.stride(), to, capacity * GROUP_BYTES, room);
        long found = Call.begin()
                .holding(hitSegment)
                .holding(groups)
                .holding(scratch)
                .with(from)
                .with(count)
                .with(to)
                .with(capacity)
                .with(room)
                .run(body);
        if (found < 0) {
            throw KernelArgumentException.of(
                    "hit " + (-1 - found) + " starts before the one in front of it, ends before it starts, or has "
                            + (plan.numbered()
                                    ? "no channel from 0 to " + (plan.channels() - 1)
                                    : "one more channel in a group than there are"),
                    "sort hits by time, and set {channels} to as many as there are",
                    "channels",
                    plan.channels());
        }
        return found;
    }

    private long run(Call call) {
        return loop.run(call.number(0), call.number(1), call.number(2), call.number(3), call.number(4));
    }

    /// Channels are checked once and then trusted, so nothing may be written over them.
    private void requireApart(long from, long hitBytes, long to, long groupBytes, long room) {
        Fields.requireApart("hits", from, hitBytes, "groups", to, groupBytes);
        Fields.requireApart("hits", from, hitBytes, "scratch", room, scratchBytes());
        Fields.requireApart("groups", to, groupBytes, "scratch", room, scratchBytes());
    }
}
