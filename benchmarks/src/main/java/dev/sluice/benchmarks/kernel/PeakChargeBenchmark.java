package dev.sluice.benchmarks.kernel;

import dev.sluice.benchmarks.input.Placement;
import dev.sluice.benchmarks.input.RecordCounter;
import dev.sluice.benchmarks.input.WaveformBlock;
import dev.sluice.benchmarks.twin.PeakChargeTwin;
import dev.sluice.benchmarks.twin.PeakChargeTwin.Form;
import dev.sluice.benchmarks.twin.ReadSweep;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.feature.PeakChargeKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/// Peak (40:90) and charge (60:400) of 800-sample records on one core: the chosen kernels, their scalar twin, the C
/// twin.
///
/// One operation is a pass over all records; the counter `records` gives ns per record. The sweeps are rooflines:
/// `cReadAll` and `javaReadAll` read every byte, `cReadWindows` only the windows. Every kernel's results are compared
/// with the scalar twin's, bit for bit, before it is timed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PeakChargeBenchmark {

    private static final SampleRange PEAK = new SampleRange(40, 90);
    private static final SampleRange CHARGE = new SampleRange(60, 400);

    /// Type of the samples.
    @Param({"INT16", "UINT16", "FLOAT32"})
    private SampleType sampleType;

    /// Where the records are.
    @Param({"L2", "DRAM"})
    private Placement placement;

    private WaveformBlock block;
    private MemorySegment results;
    private PeakChargeKernel chosen;
    private PeakChargeKernel scalar;
    private PeakChargeTwin twin;
    private ReadSweep sweep;

    /// Fills the records and verifies what will be timed.
    @Setup(Level.Trial)
    public void setUp(BenchmarkParams params) {
        block = new WaveformBlock(sampleType, placement);
        results = block.allocate(8L * block.count());
        scalar = kernel(Kernels.scalar());
        chosen = kernel(Kernels.provider());
        MemorySegment expected = block.allocate(8L * block.count());
        scalar.compute(block.records(), 0, block.count(), expected, 0);
        chosen.compute(block.records(), 0, block.count(), results, 0);
        verify(expected, Kernels.provider().toString());
        String name = params.getBenchmark();
        openTwin(name.substring(name.lastIndexOf('.') + 1), expected);
    }

    /// Methods whose name begins with `c` call C.
    private void openTwin(String method, MemorySegment expected) {
        if (method.startsWith("cRead")) {
            sweep = new ReadSweep();
        } else if (method.startsWith("c")) {
            twin = PeakChargeTwin.openFirst(sampleType, twinLayout(), forms(method));
            twin.compute(block.records(), block.count(), results.fill((byte) 0));
            verify(expected, "the C twin " + twin.form());
        }
    }

    private static Form[] forms(String method) {
        return switch (method) {
            case "cTwin" -> new Form[] {Form.PLAIN};
            case "cTwinUnrolled" -> new Form[] {Form.UNROLLED};
            case "cIntrinsics256" -> new Form[] {Form.AVX2};
            case "cIntrinsicsPrefetched" -> new Form[] {Form.AVX512_PREFETCHED, Form.AVX2_PREFETCHED};
            default -> new Form[] {Form.AVX512, Form.AVX2};
        };
    }

    private PeakChargeTwin.TwinLayout twinLayout() {
        return new PeakChargeTwin.TwinLayout(
                block.layout().stride(),
                WaveformBlock.WAVE,
                WaveformBlock.BASELINE,
                PEAK.from(),
                PEAK.to(),
                CHARGE.from(),
                CHARGE.to());
    }

    private PeakChargeKernel kernel(KernelProvider provider) {
        return PeakChargeKernel.of(block.layout())
                .peakRange(PEAK)
                .chargeRange(CHARGE)
                .provider(provider)
                .build();
    }

    private void verify(MemorySegment expected, String who) {
        long difference = expected.mismatch(results);
        if (difference >= 0) {
            throw new IllegalStateException(who + " and the scalar kernels differ at record " + difference / 8);
        }
    }

    /// Frees the records.
    @TearDown(Level.Trial)
    public void tearDown() {
        if (twin != null) {
            twin.close();
        }
        if (sweep != null) {
            sweep.close();
        }
        block.close();
    }

    /// The kernels that the properties choose.
    @Benchmark
    public MemorySegment kernel(RecordCounter counter) {
        chosen.compute(block.records(), 0, block.count(), results, 0);
        counter.count(block.count(), block.layout().stride());
        return results;
    }

    /// The scalar twin.
    @Benchmark
    public MemorySegment scalar(RecordCounter counter) {
        scalar.compute(block.records(), 0, block.count(), results, 0);
        counter.count(block.count(), block.layout().stride());
        return results;
    }

    /// The C twin.
    @Benchmark
    public MemorySegment cTwin(RecordCounter counter) {
        twin.compute(block.records(), block.count(), results);
        counter.count(block.count(), block.layout().stride());
        return results;
    }

    /// The C twin with its loops unrolled: no faster from L2, but from DRAM its loads suit some prefetchers better.
    @Benchmark
    public MemorySegment cTwinUnrolled(RecordCounter counter) {
        return cTwin(counter);
    }

    /// The C twin written with intrinsics, for the widest vectors of the machine.
    @Benchmark
    public MemorySegment cIntrinsics(RecordCounter counter) {
        return cTwin(counter);
    }

    /// The same with a prefetch of the records ahead: for records that come from DRAM.
    @Benchmark
    public MemorySegment cIntrinsicsPrefetched(RecordCounter counter) {
        return cTwin(counter);
    }

    /// The C twin written with intrinsics for 256 bits.
    @Benchmark
    public MemorySegment cIntrinsics256(RecordCounter counter) {
        return cTwin(counter);
    }

    /// Reading every byte, in C.
    @Benchmark
    public long cReadAll(RecordCounter counter) {
        counter.count(block.count(), block.layout().stride());
        return sweep.readAll(block.records());
    }

    /// Reading the bytes of the windows, in C.
    @Benchmark
    public long cReadWindows(RecordCounter counter) {
        counter.count(block.count(), block.layout().stride());
        long bytes = sampleType.bytes();
        long from = WaveformBlock.WAVE + PEAK.from() * bytes;
        long to = WaveformBlock.WAVE + CHARGE.to() * bytes;
        return sweep.readWindows(block.records(), block.count(), block.layout().stride(), from, to);
    }

    /// Reading every byte, in plain Java: four chains of additions.
    @Benchmark
    public long javaReadAll(RecordCounter counter) {
        counter.count(block.count(), block.layout().stride());
        MemorySegment words = block.records();
        long sum0 = 0;
        long sum1 = 0;
        long sum2 = 0;
        long sum3 = 0;
        for (long i = 0; i < words.byteSize() / Long.BYTES - 3; i += 4) {
            sum0 += words.getAtIndex(ValueLayout.JAVA_LONG, i);
            sum1 += words.getAtIndex(ValueLayout.JAVA_LONG, i + 1);
            sum2 += words.getAtIndex(ValueLayout.JAVA_LONG, i + 2);
            sum3 += words.getAtIndex(ValueLayout.JAVA_LONG, i + 3);
        }
        return sum0 + sum1 + sum2 + sum3;
    }
}
