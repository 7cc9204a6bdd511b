package dev.sluice.benchmarks.twin;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sluice.kernels.SampleType;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/// C twins of the kernels of baseline, threshold hits and FIR filters, written with intrinsics; `waveform_twins.c`
/// has the formulas. For samples of int16 and, except for the filter, uint16. For any thread, closed by its owner.
public final class WaveformTwins implements AutoCloseable {
    /// Bytes of a hit: record, start, end and sum, int32 each.
    public static final int HIT_BYTES = 4 * Integer.BYTES;

    /// Taps of the filter.
    public static final int TAPS = 11;

    private static final FunctionDescriptor BASELINE =
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS);
    private static final FunctionDescriptor HITS = FunctionDescriptor.of(
            JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_LONG);
    private static final FunctionDescriptor FIR =
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);

    private final NativeLibrary library = NativeLibrary.open("waveform_twins.c");
    private final MethodHandle baseline;
    private final MethodHandle hits;
    private final MethodHandle fir;

    /// Compiles the twins for samples of one type.
    ///
    /// @throws IllegalStateException if there is no compiler, or the machine has neither AVX-512 nor AVX2
    public WaveformTwins(SampleType type) {
        if (type == SampleType.FLOAT32) {
            throw new IllegalArgumentException("there are no such twins for type=" + type + "; take INT16 or UINT16");
        }
        String suffix = type.name().toLowerCase(Locale.ROOT);
        baseline = library.function("baseline_" + suffix, BASELINE);
        hits = library.function("hits_" + suffix, HITS);
        fir = type == SampleType.INT16 ? library.function("fir11_int16", FIR) : null;
    }

    /// Mean and rms of `n` samples from byte `window` of every record on: two float32 each.
    public void baseline(MemorySegment records, long count, long stride, long window, int n, MemorySegment results) {
        try {
            baseline.invokeExact(records, count, stride, window, n, results);
        } catch (Throwable failure) {
            throw new IllegalStateException("the C twin failed", failure);
        }
    }

    /// Runs of samples at or below `baseline - threshold`; returns how many there are, writes as many as `found` holds.
    public long hits(MemorySegment records, long count, Place place, double threshold, MemorySegment found) {
        try {
            return (long) hits.invokeExact(
                    records,
                    count,
                    place.stride(),
                    place.wave(),
                    place.baseline(),
                    place.samples(),
                    threshold,
                    found,
                    found.byteSize() / HIT_BYTES);
        } catch (Throwable failure) {
            throw new IllegalStateException("the C twin failed", failure);
        }
    }

    /// Every record convolved with 11 float32 taps, zeros around it: as many float32 as samples.
    public void filter(MemorySegment records, long count, Place place, MemorySegment taps, MemorySegment results) {
        try {
            fir.invokeExact(records, count, place.stride(), place.wave(), place.samples(), taps, results);
        } catch (Throwable failure) {
            throw new IllegalStateException("the C twin failed", failure);
        }
    }

    @Override
    public void close() {
        library.close();
    }

    /// Where things lie in a record, in bytes, and how many samples there are.
    public record Place(long stride, long wave, long baseline, int samples) {}
}
