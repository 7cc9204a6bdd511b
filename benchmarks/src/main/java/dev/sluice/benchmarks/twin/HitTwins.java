package dev.sluice.benchmarks.twin;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sluice.kernels.FragmentLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// C twins of the kernels that go hit by hit; `hit_twins.c` has their loops.
///
/// Hits and peaks are those of strax; results have the bytes of the kernels. Nothing is checked: hits are sorted by
/// time, and memory has room for all. For any thread but where said, closed by its owner.
public final class HitTwins implements AutoCloseable {
    /// How many numbers `bounds` writes.
    public static final int BOUNDS = 5;

    private static final FunctionDescriptor BOUNDS_OF = FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, ADDRESS);
    private static final FunctionDescriptor PAIRS =
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
    private static final FunctionDescriptor GROUPS =
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    private static final FunctionDescriptor ORDER = FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    private static final FunctionDescriptor PEAKS =
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

    private static final FunctionDescriptor LINKS =
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final int MOST_CHANNELS = 1 << Short.SIZE;

    private final NativeLibrary library = NativeLibrary.open("hit_twins.c");
    private final MethodHandle bounds = library.function("time_bounds", BOUNDS_OF);
    private final MethodHandle contained = library.function("fully_contained", PAIRS);
    private final MethodHandle touching = library.function("touching_windows", PAIRS);
    private final MethodHandle groups = library.function("coincidences", GROUPS);
    private final MethodHandle order = library.function("order_hits", ORDER);
    private final MethodHandle peaks = library.function("find_peaks", PEAKS);

    private final MethodHandle links = library.function("record_links", LINKS);
    private final MemorySegment last = library.allocate((long) Integer.BYTES * MOST_CHANNELS);
    private final MemorySegment expected = library.allocate((long) Long.BYTES * MOST_CHANNELS);

    /// Compiles the twins.
    ///
    /// @throws IllegalStateException if there is no compiler
    public HitTwins() {}

    /// What `TimeBounds` writes for hits that last `length * dt`, as int64.
    public void bounds(MemorySegment hits, long count, MemorySegment results) {
        try {
            bounds.invokeExact(hits, count, results);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /// The first container, of two int64 each, that each hit lies in as a whole, or -1: int32 each.
    public void contained(MemorySegment hits, long count, MemorySegment containers, long held, MemorySegment results) {
        try {
            contained.invokeExact(hits, count, containers, held, results);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /// For each container the first hit that touches it and just after the last: two int32 each.
    public void touching(MemorySegment hits, long count, MemorySegment containers, long held, MemorySegment results) {
        try {
            touching.invokeExact(hits, count, containers, held, results);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /// Chained groups of hits in `least` channels or more; `seen` has an int64 per channel.
    public long coincidences(
            MemorySegment hits, long count, long window, int least, MemorySegment results, MemorySegment seen) {
        try {
            return (long) groups.invokeExact(hits, count, window, least, results, seen, seen.byteSize() / Long.BYTES);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /// Hits in order of time, then channel; `numbers` has an int32 per hit.
    public void order(MemorySegment hits, long count, MemorySegment target, MemorySegment numbers) {
        try {
            order.invokeExact(hits, count, target, numbers);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /// Peaks of hits; `gains`, `sums` and `seen` have 8 bytes per channel. Returns how many there are.
    public long peaks(
            MemorySegment hits,
            long count,
            MemorySegment settings,
            MemorySegment gains,
            MemorySegment results,
            MemorySegment sums,
            MemorySegment seen) {
        try {
            return (long) peaks.invokeExact(hits, count, settings, gains, results, sums, seen);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /// The neighbours of records of `samples` samples in their pulses, int32 each. Of one thread at a time.
    public void links(
            MemorySegment records, long count, FragmentLayout layout, MemorySegment previous, MemorySegment next) {
        try {
            links.invokeExact(
                    records, count, (long) layout.recordBytes(), layout.samples(), previous, next, last, expected);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    private static IllegalStateException failed(Throwable failure) {
        return new IllegalStateException("the C twin failed", failure);
    }

    @Override
    public void close() {
        library.close();
    }

    /// How peaks are found: `struct finding` of `hit_twins.c`. Times in ns.
    public record Finding(
            long gap,
            long left,
            long right,
            long longest,
            double leastArea,
            int leastChannels,
            int channels,
            int samples) {
        /// Bytes that it takes.
        public static final long BYTES = 8L * Long.BYTES;

        /// Writes it for `peaks`.
        public MemorySegment write(MemorySegment target) {
            long[] times = {gap, left, right, longest};
            MemorySegment.copy(times, 0, target, JAVA_LONG, 0, times.length);
            target.setAtIndex(ValueLayout.JAVA_DOUBLE, 4, leastArea);
            target.setAtIndex(JAVA_LONG, 5, leastChannels);
            target.setAtIndex(JAVA_LONG, 6, channels);
            target.setAtIndex(JAVA_LONG, 7, samples);
            return target;
        }
    }
}
