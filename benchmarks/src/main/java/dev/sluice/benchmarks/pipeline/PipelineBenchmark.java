package dev.sluice.benchmarks.pipeline;

import dev.sluice.analysis.feature.Features;
import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.executor.CpuPinning;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.WaitPolicy;
import dev.sluice.waveform.PeakCharge;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What the ring costs: the kernel in a bare loop over 2 GB of records in DRAM, and the same records through a pipeline
/// with one worker, everything on one core.
///
/// `bareKernel` computes peak and charge of all records in one call; `kernelPipeline` runs a plugin that does the same
/// per chunk, validation of every chunk included; `featuresPipeline` the built-in plugin, which also copies time, end
/// and channel. A score is ns per record. `sideBySide` takes turns between the first two on the same memory: how well
/// the core fetches ahead depends on where the memory lies, so only figures of one fork compare. Results are compared
/// before anything is timed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(2)
public class PipelineBenchmark {
    static final int RECORDS = 1_280_000;

    /// Bytes of input per chunk, in KiB; 0 is what the engine chooses.
    @Param({"0", "64", "256", "1024", "4096"})
    private int chunkKiB;

    /// How the threads wait for each other.
    @Param("BALANCED")
    private WaitPolicy waitPolicy;

    /// The core that all threads share.
    @Param("0")
    private int cpu;

    private final RecordType type = Waveforms.type("<i2", 800);
    private Arena arena;
    private Records waveforms;
    private Records results;
    private PeakCharge kernel;

    /// Nanoseconds per record of both sides, and what part of the bare kernel's speed the pipeline has.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Sides {
        private long rounds;
        private long bareNanos;
        private long pipelineNanos;

        /// Forgets the iteration before.
        @Setup(Level.Iteration)
        public void reset() {
            rounds = 0;
            bareNanos = 0;
            pipelineNanos = 0;
        }

        /// The kernel alone.
        public double bare() {
            return bareNanos / (double) rounds / RECORDS;
        }

        /// The kernel through the ring, with start and end of the pipeline.
        public double pipeline() {
            return pipelineNanos / (double) rounds / RECORDS;
        }

        /// Of the bare kernel's speed.
        public double ratio() {
            return bareNanos / (double) pipelineNanos;
        }
    }

    /// Fills the records and verifies that pipeline and bare kernel agree.
    @Setup(Level.Trial)
    public void setUp() {
        CpuPinning.pinCurrentThread(cpu);
        arena = Arena.ofShared();
        waveforms = Records.allocate(type, RECORDS, arena);
        fill();
        results = Records.allocate(KernelOnly.TYPE, RECORDS, arena);
        kernel = PeakCharge.between(type, KernelOnly.TYPE);
        kernel.apply(waveforms, results);
        verify();
    }

    private void fill() {
        Random random = new Random(1);
        int samples = 1 << 20;
        MemorySegment noise = arena.allocate(2L * samples);
        for (int i = 0; i < samples; i++) {
            noise.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (14_000 + random.nextInt(64)));
        }
        LongField time = type.longField("time");
        LongField endtime = type.longField("endtime");
        LongField length = type.longField("length");
        int wave = type.field("wave").offset();
        for (int i = 0; i < RECORDS; i++) {
            time.set(waveforms, i, 1000L * i);
            endtime.set(waveforms, i, 1000L * i + 1600);
            length.set(waveforms, i, 800);
            long from = 2L * random.nextInt(samples - 800);
            MemorySegment.copy(noise, from, waveforms.segment(), (long) i * type.size() + wave, 1600);
        }
    }

    private void verify() {
        long next = 0;
        try (Context context = context();
                ChunkStream stream = stream(context, "kernel_only")) {
            for (Chunk chunk : stream) {
                MemorySegment found = chunk.records().segment();
                long offset = chunk.records().byteOffset();
                // Peak and charge lie side by side after the time, which the bare kernel does not write.
                for (long i = 0; i < chunk.length(); i++, next++) {
                    long expected = results.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, next * 16 + 8);
                    if (found.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + i * 16 + 8) != expected) {
                        throw new IllegalStateException("pipeline and bare kernel differ at record " + next);
                    }
                }
            }
        }
        if (next != RECORDS) {
            throw new IllegalStateException("the pipeline delivered " + next + " of " + RECORDS + " records");
        }
    }

    /// Frees the records.
    @TearDown(Level.Trial)
    public void tearDown() {
        arena.close();
    }

    /// The kernel alone.
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public Records bareKernel() {
        kernel.apply(waveforms, results);
        return results;
    }

    /// The kernel through the ring.
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long kernelPipeline() {
        return drain("kernel_only");
    }

    /// The built-in features through the ring.
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long featuresPipeline() {
        return drain(Features.DATA_TYPE);
    }

    /// One pass of each, in turns.
    @Benchmark
    @OperationsPerInvocation(2 * RECORDS)
    public long sideBySide(Sides sides) {
        long start = System.nanoTime();
        kernel.apply(waveforms, results);
        long middle = System.nanoTime();
        long records = drain("kernel_only");
        sides.bareNanos += middle - start;
        sides.pipelineNanos += System.nanoTime() - middle;
        sides.rounds++;
        return records;
    }

    private long drain(String dataType) {
        long records = 0;
        try (Context context = context();
                ChunkStream stream = stream(context, dataType)) {
            for (Chunk chunk : stream) {
                records += chunk.length();
            }
        }
        return records;
    }

    private Context context() {
        return Context.create()
                .register(new RecordSource(Waveforms.DATA_TYPE, waveforms), new KernelOnly(), new Features());
    }

    private ChunkStream stream(Context context, String dataType) {
        return context.streaming("benchmark")
                .workers(1)
                .chunkBytes(chunkKiB * 1024L)
                .waiting(waitPolicy)
                .pinned(cpu)
                .getStream(dataType);
    }
}
