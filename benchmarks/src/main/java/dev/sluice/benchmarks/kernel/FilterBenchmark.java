package dev.sluice.benchmarks.kernel;

import dev.sluice.benchmarks.input.Placement;
import dev.sluice.benchmarks.input.WaveformBlock;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.filter.ButterworthFilter;
import dev.sluice.kernels.filter.Filter;
import dev.sluice.kernels.filter.FilterKernel;
import dev.sluice.kernels.filter.FirFilter;
import dev.sluice.kernels.filter.MovingAverageFilter;
import dev.sluice.kernels.filter.PoleZeroFilter;
import dev.sluice.kernels.filter.SavitzkyGolayFilter;
import dev.sluice.kernels.filter.TrapezoidalFilter;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Every filter over 800-sample records on one core: the chosen kernels and their scalar twin.
///
/// One operation is a pass over all records; the counter `records` gives ns per record. The results are compared with
/// the scalar twin's, bit for bit, before anything is timed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FilterBenchmark {

    /// The filters.
    public enum Kind {
        /// 11 taps.
        FIR_11(FirFilter.of(1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1).normalised()),
        /// 51 taps.
        FIR_51(FirFilter.of(new double[51])),
        /// Polynomials of degree 2 over 11 samples.
        SAVITZKY_GOLAY_11(SavitzkyGolayFilter.of(11, 2)),
        /// Means of 16 samples.
        MOVING_AVERAGE_16(MovingAverageFilter.of(16)),
        /// Means of 200 samples.
        MOVING_AVERAGE_200(MovingAverageFilter.of(200)),
        /// A band-pass of order 4.
        BUTTERWORTH_4(ButterworthFilter.bandPass(4, 0.01, 0.2, 1.0)),
        /// Decays of 5000 samples.
        POLE_ZERO(PoleZeroFilter.of(5_000)),
        /// Trapezoids of 100, 20 and 100 samples.
        TRAPEZOIDAL(TrapezoidalFilter.rising(100, 5_000).flatTop(20));

        private final Filter filter;

        Kind(Filter filter) {
            this.filter = filter;
        }
    }

    /// Which filter.
    @Param
    private Kind filter;

    /// Type of the samples.
    @Param({"INT16", "FLOAT32"})
    private SampleType sampleType;

    /// Where the records are.
    @Param({"L2", "DRAM"})
    private Placement placement;

    private WaveformBlock block;
    private MemorySegment results;
    private FilterKernel chosen;
    private FilterKernel scalar;

    /// Counts records, so that a score per record stands beside the score per pass.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counter {
        /// Records filtered; the report shows ns per record.
        public long records;
    }

    /// Fills the records and verifies what will be timed.
    @Setup(Level.Trial)
    public void setUp() {
        block = new WaveformBlock(sampleType, placement);
        chosen = kernel(Kernels.provider());
        scalar = kernel(Kernels.scalar());
        long bytes = (long) block.count() * chosen.results().stride();
        results = block.allocate(bytes);
        int checked = Math.min(block.count(), 1_000);
        MemorySegment expected =
                block.allocate((long) checked * chosen.results().stride());
        scalar.compute(block.records(), 0, checked, expected, 0);
        chosen.compute(block.records(), 0, checked, results, 0);
        long difference = expected.mismatch(results.asSlice(0, expected.byteSize()));
        if (difference >= 0) {
            throw new IllegalStateException(Kernels.provider() + " and the scalar kernels differ at record "
                    + difference / chosen.results().stride());
        }
    }

    private FilterKernel kernel(KernelProvider provider) {
        return FilterKernel.of(block.layout(), filter.filter).provider(provider).build();
    }

    /// Frees the records.
    @TearDown(Level.Trial)
    public void tearDown() {
        block.close();
    }

    /// The kernels that the properties choose.
    @Benchmark
    public MemorySegment kernel(Counter counter) {
        chosen.compute(block.records(), 0, block.count(), results, 0);
        counter.records += block.count();
        return results;
    }

    /// The scalar twin.
    @Benchmark
    public MemorySegment scalar(Counter counter) {
        scalar.compute(block.records(), 0, block.count(), results, 0);
        counter.records += block.count();
        return results;
    }
}
