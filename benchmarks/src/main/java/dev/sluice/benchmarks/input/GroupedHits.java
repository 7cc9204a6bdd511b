package dev.sluice.benchmarks.input;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.IntervalLayout;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.hit.HitWindowLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/// Hits in groups of five, with a container around each group, for the benchmarks of kernels that group them. Of one
/// thread, closed by its owner.
///
/// Groups are 10 us apart, their hits 100 ns; a hit lasts 10 to 100 ns and is in any of 494 channels. The same hits are
/// there as windows of waveforms, those of a group in one channel.
public final class GroupedHits implements AutoCloseable {
    /// Bytes of a hit.
    public static final int STRIDE = 48;
    /// Hits of a group.
    public static final int GROUP = 5;
    /// From one group to the next, in ns.
    public static final long PERIOD = 10_000;
    /// Channels of the hits.
    public static final int CHANNELS = 494;

    /// int32: samples of a hit.
    public static final Column LENGTH = new Column(ScalarType.INT32, 8);
    /// int16: time of a sample.
    public static final Column DT = new Column(ScalarType.INT16, 12);
    /// int16: channel of a hit.
    public static final Column CHANNEL = new Column(ScalarType.INT16, 14);
    /// When hits start and end.
    public static final IntervalLayout LAYOUT = IntervalLayout.lasting(STRIDE, 0, LENGTH, DT);
    /// When containers start and end.
    public static final IntervalLayout AROUND = IntervalLayout.ending(16, 0, 8);

    private final Arena arena = Arena.ofShared();
    private final int groups;
    private final MemorySegment hits;
    private final MemorySegment containers;
    private final MemorySegment windows;

    /// So many groups.
    public GroupedHits(int groups) {
        this.groups = groups;
        hits = allocate((long) STRIDE * count());
        containers = allocate(16L * groups);
        windows = allocate((long) HitWindowLayout.WAVEFORM_ANALYSIS.stride() * count());
        Random random = new Random(1);
        for (int i = 0; i < count(); i++) {
            long time = PERIOD * (i / GROUP) + 100 * (i % GROUP);
            hit((long) i * STRIDE, time, random);
            window((long) i * HitWindowLayout.WAVEFORM_ANALYSIS.stride(), time, i / GROUP % CHANNELS, random);
        }
        for (int i = 0; i < groups; i++) {
            containers.set(ValueLayout.JAVA_LONG, 16L * i, PERIOD * i);
            containers.set(ValueLayout.JAVA_LONG, 16L * i + 8, PERIOD * i + PERIOD / 2);
        }
    }

    private void hit(long hit, long time, Random random) {
        hits.set(ValueLayout.JAVA_LONG, hit, time);
        hits.set(ValueLayout.JAVA_INT, hit + LENGTH.offset(), 1 + random.nextInt(10));
        hits.set(ValueLayout.JAVA_SHORT, hit + DT.offset(), (short) 10);
        hits.set(ValueLayout.JAVA_SHORT, hit + CHANNEL.offset(), (short) random.nextInt(CHANNELS));
        hits.set(ValueLayout.JAVA_FLOAT, hit + 16, random.nextFloat());
    }

    private void window(long window, long time, int channel, Random random) {
        windows.set(ValueLayout.JAVA_FLOAT_UNALIGNED, window + 8, random.nextFloat());
        windows.set(ValueLayout.JAVA_INT_UNALIGNED, window + 20, 5);
        windows.set(ValueLayout.JAVA_INT_UNALIGNED, window + 28, 10);
        windows.set(ValueLayout.JAVA_LONG_UNALIGNED, window + 40, time);
        windows.set(ValueLayout.JAVA_SHORT_UNALIGNED, window + 50, (short) channel);
    }

    /// Fails if these are not the containers of the hits, int32 each.
    public void requireContainers(MemorySegment found) {
        for (int i = 0; i < count(); i++) {
            require(found.getAtIndex(ValueLayout.JAVA_INT, i) == i / GROUP, "container of hit " + i);
        }
    }

    /// Fails if these are not the first hits of the containers and those after the last, int32 each.
    public void requireTouching(MemorySegment found) {
        for (int i = 0; i < groups; i++) {
            require(found.getAtIndex(ValueLayout.JAVA_INT, 2L * i) == i * GROUP, "first hit of container " + i);
            require(found.getAtIndex(ValueLayout.JAVA_INT, 2L * i + 1) == (i + 1) * GROUP, "last of container " + i);
        }
    }

    /// Fails with `what` if it does not hold.
    public static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("the kernels are wrong: " + what);
        }
    }

    /// How many hits there are.
    public int count() {
        return GROUP * groups;
    }

    /// How many containers there are.
    public int groups() {
        return groups;
    }

    /// The hits, in order of time; valid until [#close].
    public MemorySegment hits() {
        return hits;
    }

    /// The containers, two int64 each.
    public MemorySegment containers() {
        return containers;
    }

    /// The hits as [HitWindowLayout#WAVEFORM_ANALYSIS] lays them out.
    public MemorySegment windows() {
        return windows;
    }

    /// Memory that is freed with the hits.
    public MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, 64);
    }

    @Override
    public void close() {
        arena.close();
    }
}
