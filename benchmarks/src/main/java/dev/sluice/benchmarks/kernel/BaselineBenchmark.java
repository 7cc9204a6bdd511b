package dev.sluice.benchmarks.kernel;

import dev.sluice.benchmarks.input.Placement;
import dev.sluice.benchmarks.input.WaveformBlock;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.feature.BaselineKernel;
import dev.sluice.kernels.feature.BaselineResults;
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

/// Baseline and rms over 40 samples of every record, alone or with all samples subtracted, on one core: the chosen
/// kernels and their scalar twin.
///
/// One operation is a pass over all records; the counters give ns per record and, as `bytes`, ns per byte of whole
/// records. Results are compared with the scalar twin's, bit for bit, before anything is timed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BaselineBenchmark {

    /// Type of the samples.
    @Param({"INT16", "UINT16", "FLOAT32"})
    private SampleType sampleType;

    /// Samples per record.
    @Param({"110", "800"})
    private int samples;

    /// Where the records are.
    @Param({"L2", "DRAM"})
    private Placement placement;

    private WaveformBlock block;
    private MemorySegment results;
    private MemorySegment subtracted;
    private BaselineKernel chosen;
    private BaselineKernel scalar;
    private BaselineKernel chosenSubtracting;
    private BaselineKernel scalarSubtracting;

    /// Counts records and their bytes, so that scores per record and per byte stand beside the score per pass.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counter {
        /// Records computed; the report shows ns per record.
        public long records;

        /// Bytes of these records; the report shows ns per byte.
        public long bytes;
    }

    /// Fills the records and verifies what will be timed.
    @Setup(Level.Trial)
    public void setUp() {
        block = new WaveformBlock(sampleType, placement, samples);
        BaselineResults alone = BaselineResults.of(8, 0, 4);
        BaselineResults whole = new BaselineResults(block.layout().stride(), 0, 4, WaveformBlock.WAVE);
        results = block.allocate((long) block.count() * alone.stride());
        subtracted = block.allocate((long) block.count() * whole.stride());
        scalar = kernel(Kernels.scalar(), alone);
        chosen = kernel(Kernels.provider(), alone);
        scalarSubtracting = kernel(Kernels.scalar(), whole);
        chosenSubtracting = kernel(Kernels.provider(), whole);
        verify(scalar, chosen, results);
        verify(scalarSubtracting, chosenSubtracting, subtracted);
    }

    private BaselineKernel kernel(KernelProvider provider, BaselineResults wanted) {
        return BaselineKernel.of(block.layout())
                .results(wanted)
                .provider(provider)
                .build();
    }

    private void verify(BaselineKernel expecting, BaselineKernel timed, MemorySegment target) {
        MemorySegment expected = block.allocate(target.byteSize());
        expecting.compute(block.records(), 0, block.count(), expected, 0);
        timed.compute(block.records(), 0, block.count(), target, 0);
        long difference = expected.mismatch(target);
        if (difference >= 0) {
            throw new IllegalStateException(
                    Kernels.provider() + " and the scalar kernels differ at byte " + difference);
        }
    }

    /// Frees the records.
    @TearDown(Level.Trial)
    public void tearDown() {
        block.close();
    }

    /// Baseline and rms, by the kernels that the properties choose.
    @Benchmark
    public MemorySegment kernel(Counter counter) {
        return run(chosen, results, counter);
    }

    /// Baseline and rms, by the scalar twin.
    @Benchmark
    public MemorySegment scalar(Counter counter) {
        return run(scalar, results, counter);
    }

    /// With all samples subtracted, by the kernels that the properties choose.
    @Benchmark
    public MemorySegment kernelSubtracting(Counter counter) {
        return run(chosenSubtracting, subtracted, counter);
    }

    /// With all samples subtracted, by the scalar twin.
    @Benchmark
    public MemorySegment scalarSubtracting(Counter counter) {
        return run(scalarSubtracting, subtracted, counter);
    }

    private MemorySegment run(BaselineKernel kernel, MemorySegment target, Counter counter) {
        kernel.compute(block.records(), 0, block.count(), target, 0);
        counter.records += block.count();
        counter.bytes += block.records().byteSize();
        return target;
    }
}
