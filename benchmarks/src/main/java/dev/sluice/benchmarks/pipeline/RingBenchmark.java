package dev.sluice.benchmarks.pipeline;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.WaitPolicy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The ring's own cost: empty chunks through a plugin that does nothing, ns per chunk from source to reader. The aim is
/// less than 1000 at the throughput setting.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(2)
public class RingBenchmark {
    private static final int CHUNKS = 200_000;

    /// How the threads wait for each other.
    @Param({"THROUGHPUT", "BALANCED"})
    private WaitPolicy waitPolicy;

    /// Threads that compute.
    @Param({"1", "2"})
    private int workers;

    /// One pass of empty chunks.
    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public long emptyChunks() {
        long chunks = 0;
        try (Context context =
                        Context.create().register(new EmptyChunks(), new Gathered(List.of(Waveforms.DATA_TYPE)));
                ChunkStream stream = context.streaming("benchmark")
                        .workers(workers)
                        .waiting(waitPolicy)
                        .getStream(Gathered.DATA_TYPE)) {
            for (Chunk chunk : stream) {
                chunks += chunk.length() + 1;
            }
        }
        if (chunks != CHUNKS) {
            throw new IllegalStateException("the ring delivered " + chunks + " of " + CHUNKS + " chunks");
        }
        return chunks;
    }

    /// Time that passes without a record.
    private static final class EmptyChunks extends SourcePlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides(Waveforms.DATA_TYPE, Waveforms.type("<i2", 800));
        }

        @Override
        public ChunkReader open(SourceContext context) {
            long[] next = {0};
            return out -> {
                long number = next[0]++;
                if (number == CHUNKS) {
                    return false;
                }
                out.records(0);
                out.publish(0, number, number + 1);
                return true;
            };
        }
    }
}
