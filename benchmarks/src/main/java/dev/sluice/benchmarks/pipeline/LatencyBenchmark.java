package dev.sluice.benchmarks.pipeline;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.WaitPolicy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long 64 records take from their publication to their reader, through a plugin that does nothing at the
/// low-latency setting; beside a bare Disruptor ring with an empty handler. Percentiles in ns.
///
/// Chunks are due at a steady pace, and every delay counts from when its chunk was due, not from when the source got
/// round to it: a stall makes all chunks late that were due meanwhile (no coordinated omission). The pipeline has as
/// many threads as the bare ring: the reader's own computes.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(2)
public class LatencyBenchmark {
    private static final int CHUNKS = 20_000;

    /// The first chunks, while threads start, are not counted.
    private static final int LEAD = 1_000;

    private static final int RECORDS = 64;
    private static final int SLOTS = 256;
    private static final int NOTES = 1024;
    private static final int WINDOW = 500;
    private static final RecordType TYPE = Waveforms.type("<i2", 800);

    /// Microseconds between chunks.
    @Param("20")
    private int microseconds;

    /// Percentiles of the delay, in ns.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Delays {
        /// Median.
        public double p50;
        /// 99th percentile.
        public double p99;
        /// 99.9th percentile.
        public double p999;
        /// Median over windows of 10 ms of the 99th percentile in each.
        public double p99windows;

        void take(DelayWindows delays) {
            p50 = delays.percentile(50);
            p99 = delays.percentile(99);
            p999 = delays.percentile(99.9);
            p99windows = delays.windowed99();
        }
    }

    /// Waits until chunk `number` is due.
    private static void awaitDue(long due) {
        while (System.nanoTime() < due) {
            Thread.onSpinWait();
        }
    }

    /// The engine: 64 records in a slot, one worker, the reader. The slot is handed out as it is, to a source that
    /// writes every field.
    @Benchmark
    public Object passThrough(Delays result) {
        return through(result, true);
    }

    /// The same with a source that does not: the slot is cleared, 100 kB, while the next chunk is not due yet.
    @Benchmark
    public Object passThroughCleared(Delays result) {
        return through(result, false);
    }

    private Object through(Delays result, boolean whole) {
        DelayWindows delays = new DelayWindows(CHUNKS - LEAD, WINDOW);
        Paced source = new Paced(1000L * microseconds, whole);
        try (Context context = Context.create().register(source, new Gathered(List.of(Waveforms.DATA_TYPE)));
                ChunkStream stream = context.streaming("benchmark")
                        .workers(1)
                        .chunkRecords(RECORDS)
                        .waiting(WaitPolicy.LOW_LATENCY)
                        .getStream(Gathered.DATA_TYPE)) {
            for (Chunk chunk : stream) {
                if (chunk.number() >= LEAD) {
                    delays.note(source.due[(int) chunk.number() & NOTES - 1]);
                }
            }
        }
        result.take(delays);
        return delays;
    }

    /// The floor: a ring of longs, a handler that only looks at the clock, waiting by spinning and yielding.
    @Benchmark
    public Object bareDisruptor(Delays result) throws InterruptedException {
        return bare(result, new YieldingWaitStrategy());
    }

    /// The same, waiting by spinning alone.
    @Benchmark
    public Object bareDisruptorSpinning(Delays result) throws InterruptedException {
        return bare(result, new BusySpinWaitStrategy());
    }

    private Object bare(Delays result, WaitStrategy waiting) throws InterruptedException {
        DelayWindows delays = new DelayWindows(CHUNKS - LEAD, WINDOW);
        CountDownLatch done = new CountDownLatch(1);
        Disruptor<long[]> disruptor = new Disruptor<>(
                () -> new long[1], SLOTS, task -> new Thread(task, "bare-handler"), ProducerType.SINGLE, waiting);
        disruptor.handleEventsWith((slot, sequence, endOfBatch) -> {
            if (sequence >= LEAD) {
                delays.note(slot[0]);
            }
            if (sequence == CHUNKS - 1) {
                done.countDown();
            }
        });
        RingBuffer<long[]> ring = disruptor.start();
        long begin = System.nanoTime();
        for (int i = 0; i < CHUNKS; i++) {
            long due = begin + 1000L * microseconds * i;
            awaitDue(due);
            long sequence = ring.next();
            ring.get(sequence)[0] = due;
            ring.publish(sequence);
        }
        done.await();
        disruptor.shutdown();
        result.take(delays);
        return delays;
    }

    /// Writes 64 records into the memory of the ring, chunk after chunk, each when it is due. The samples stay as they
    /// are, as if a digitiser had put them there past the core: what is timed is the hand-over.
    private static final class Paced extends SourcePlugin {
        private static final LongField TIME = TYPE.longField("time");
        private static final LongField END = TYPE.longField("endtime");

        private final long pace;
        private final boolean whole;
        private final long[] due = new long[NOTES];

        Paced(long pace, boolean whole) {
            this.pace = pace;
            this.whole = whole;
        }

        @Override
        public PluginSpec spec() {
            PluginSpec spec = PluginSpec.provides(Waveforms.DATA_TYPE, TYPE);
            return whole ? spec.writesEveryField() : spec;
        }

        @Override
        public ChunkReader open(SourceContext context) {
            long[] next = {0, 0};
            return out -> {
                int number = (int) next[0]++;
                if (number == CHUNKS) {
                    return false;
                }
                if (number == 0) {
                    next[1] = System.nanoTime();
                }
                long moment = next[1] + pace * number;
                due[number & NOTES - 1] = moment;
                write(out.records(RECORDS), number);
                awaitDue(moment);
                out.publish(RECORDS, number, number + 1L);
                return true;
            };
        }

        private static void write(Records own, int number) {
            for (int i = 0; i < RECORDS; i++) {
                TIME.set(own, i, number);
                END.set(own, i, number + 1L);
            }
        }
    }
}
