package dev.sluice.benchmarks.kernel;

import dev.sluice.benchmarks.input.Placement;
import dev.sluice.benchmarks.input.WaveformBlock;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.feature.PulseShapeKernel;
import dev.sluice.kernels.feature.PulseShapeResults;
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

/// All values of the pulse shape of every record, of noise whose peak may be anywhere, on one core: the chosen
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
public class PulseShapeBenchmark {

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
    private PulseShapeKernel chosen;
    private PulseShapeKernel scalar;

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
        results = block.allocate((long) PulseShapeResults.packed().stride() * block.count());
        scalar = kernel(Kernels.scalar());
        chosen = kernel(Kernels.provider());
        MemorySegment expected = block.allocate(results.byteSize());
        scalar.compute(block.records(), 0, block.count(), expected, 0);
        chosen.compute(block.records(), 0, block.count(), results, 0);
        long difference = expected.mismatch(results);
        if (difference >= 0) {
            throw new IllegalStateException(Kernels.provider() + " and the scalar kernels differ at record "
                    + difference / PulseShapeResults.packed().stride());
        }
    }

    private PulseShapeKernel kernel(KernelProvider provider) {
        return PulseShapeKernel.of(block.layout()).provider(provider).build();
    }

    /// Frees the records.
    @TearDown(Level.Trial)
    public void tearDown() {
        block.close();
    }

    /// The kernels that the properties choose.
    @Benchmark
    public MemorySegment kernel(Counter counter) {
        return run(chosen, counter);
    }

    /// The scalar twin.
    @Benchmark
    public MemorySegment scalar(Counter counter) {
        return run(scalar, counter);
    }

    private MemorySegment run(PulseShapeKernel kernel, Counter counter) {
        kernel.compute(block.records(), 0, block.count(), results, 0);
        counter.records += block.count();
        counter.bytes += block.records().byteSize();
        return results;
    }
}
