package dev.sluice.benchmarks.kernel;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.time.TimeSortKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

/// A million hits of strax' 48 bytes, of 494 channels in a second, sorted by time and channel on one core.
///
/// One operation is one hit: the score is ns per hit, and 48 divided by it is GB/s. The order is verified before it is
/// timed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TimeSortBenchmark {

    private static final int HITS = 1_000_000;
    private static final int STRIDE = 48;
    private static final Column CHANNEL = new Column(ScalarType.INT16, 14);
    private static final int CHANNELS = 494;
    private static final long SECOND = 1_000_000_000;
    private static final int PULSE = 20_000;

    /// How the hits lie: `shuffled`, `pulses` as a hit finder leaves them, out of order by up to a pulse, or `sorted`.
    @Param({"shuffled", "pulses", "sorted"})
    private String order;

    private Arena arena;
    private MemorySegment hits;
    private MemorySegment target;
    private MemorySegment scratch;
    private TimeSortKernel chosen;
    private TimeSortKernel scalar;

    /// Fills the hits and verifies what will be timed.
    @Setup(Level.Trial)
    public void setUp() {
        arena = Arena.ofShared();
        hits = arena.allocate((long) HITS * STRIDE, 64);
        target = arena.allocate((long) HITS * STRIDE, 64);
        scratch = arena.allocate(TimeSortKernel.scratchBytes(HITS, STRIDE), 64);
        Random random = new Random(1);
        for (int i = 0; i < HITS; i++) {
            long due = SECOND / HITS * i;
            long time = switch (order) {
                case "shuffled" -> random.nextLong(SECOND);
                case "pulses" -> due + random.nextInt(PULSE);
                default -> due;
            };
            hits.set(ValueLayout.JAVA_LONG, (long) i * STRIDE, time);
            hits.set(ValueLayout.JAVA_SHORT, (long) i * STRIDE + CHANNEL.offset(), (short) random.nextInt(CHANNELS));
        }
        chosen = TimeSortKernel.of(STRIDE, 0).breakingTiesBy(CHANNEL);
        scalar = chosen.provider(Kernels.scalar());
        scalar();
        verify();
        kernel();
        verify();
    }

    private void verify() {
        for (int i = 1; i < HITS; i++) {
            long before = target.get(ValueLayout.JAVA_LONG, (i - 1L) * STRIDE);
            long time = target.get(ValueLayout.JAVA_LONG, (long) i * STRIDE);
            int channelBefore = target.get(ValueLayout.JAVA_SHORT, (i - 1L) * STRIDE + CHANNEL.offset());
            int channel = target.get(ValueLayout.JAVA_SHORT, (long) i * STRIDE + CHANNEL.offset());
            if (before > time || (before == time && channelBefore > channel)) {
                throw new IllegalStateException("hit " + i + " of the sorted ones is out of order");
            }
        }
        target.fill((byte) 0);
    }

    /// Frees the hits.
    @TearDown(Level.Trial)
    public void tearDown() {
        arena.close();
    }

    /// The kernel that the properties choose.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public MemorySegment kernel() {
        chosen.sort(hits, 0, HITS, target, 0, scratch);
        return target;
    }

    /// The scalar twin.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public MemorySegment scalar() {
        scalar.sort(hits, 0, HITS, target, 0, scratch);
        return target;
    }
}
