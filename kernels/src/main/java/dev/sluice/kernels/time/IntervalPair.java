package dev.sluice.kernels.time;

import dev.sluice.kernels.IntervalLayout;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Segments;
import dev.sluice.kernels.internal.time.IntervalPairLoop;
import java.lang.foreign.MemorySegment;

/// One call of a loop over two sorted lists of intervals: what its kernels check alike. Immutable, safe from any
/// thread.
final class IntervalPair {

    private final IntervalLayout things;
    private final IntervalLayout containers;
    private final IntervalPairLoop loop;
    private final Call.Body body = this::run;
    private final int resultBytes;

    /// Results are int32 indices, of so many bytes per thing or per container.
    IntervalPair(IntervalLayout things, IntervalLayout containers, IntervalPairLoop loop, int resultBytes) {
        this.things = things;
        this.containers = containers;
        this.loop = loop;
        this.resultBytes = resultBytes;
    }

    void run(
            MemorySegment thingSegment,
            long thingOffset,
            long thingCount,
            MemorySegment containerSegment,
            long containerOffset,
            long containerCount,
            MemorySegment results,
            long resultOffset,
            long resultCount) {
        long first = Segments.addressOfRecords(
                "things", thingSegment, thingOffset, thingCount, things.stride(), things.extent());
        long firstContainer = Segments.addressOfRecords(
                "containers",
                containerSegment,
                containerOffset,
                containerCount,
                containers.stride(),
                containers.extent());
        requireIndexable("things", thingCount);
        requireIndexable("containers", containerCount);
        long output =
                Segments.addressOfResults("results", results, resultOffset, resultCount, resultBytes, resultBytes);
        require(Call.begin()
                .holding(thingSegment)
                .holding(containerSegment)
                .holding(results)
                .with(first)
                .with(thingCount)
                .with(firstContainer)
                .with(containerCount)
                .with(output)
                .run(body));
    }

    private long run(Call call) {
        return loop.run(call.number(0), call.number(1), call.number(2), call.number(3), call.number(4));
    }

    private static void requireIndexable(String name, long count) {
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("too many " + name + " for int32 indices: count=" + count + ", limit is "
                    + Integer.MAX_VALUE + "; pass them in parts");
        }
    }

    private static void require(long found) {
        if (found != IntervalPairLoop.FINE) {
            String which = found >= 0 ? "thing " + found : "container " + (-2 - found);
            throw new IllegalArgumentException(which + " starts before the one in front of it, or ends before it"
                    + " starts; sort both lists by time, and correct negative lengths");
        }
    }
}
