package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.feature.PeakChargePlan;
import dev.sluice.kernels.internal.loop.Background;
import dev.sluice.kernels.internal.memory.AddressSpace;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs the copy of a loop over a sample of the records until the JIT has compiled it, on a thread of its own, so that
/// no chunk is computed by the interpreter; thread-safe.
///
/// There is one per process and plan at a time. It ends by itself: when the copy is trained, when its time is used up,
/// or soon after the last call of a kernel that wants the copy; and when it is stopped, as the engine's executors do
/// when they are closed. It works on its own memory only.
final class CopyTraining {

    /// The most records, and bytes, of a sample: the calling thread copies them.
    private static final int SAMPLE = 64;

    private static final int SAMPLE_BYTES = 256 << 10;
    private static final int LEAST_SAMPLE = 8;

    /// Calls of the copy on the whole sample until it counts as compiled.
    private static final int ROUNDS = 30_000;

    private static final int BATCH = 100;

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private static final Map<PeakChargePlan, CopyTraining> RUNNING = new HashMap<>();

    private final PeakChargePlan plan;
    private final Class<? extends PeakChargePlan.Loop> loop;
    private final Class<?> samples;
    private volatile boolean ended;
    private volatile PeakChargePlan.Loop copy;
    private volatile boolean hopeless;
    // Written by callers without care: a call that is seen late, or not at all, is followed by others.
    private volatile long wanted = System.nanoTime();

    private CopyTraining(PeakChargePlan plan, Class<? extends PeakChargePlan.Loop> loop, Class<?> samples) {
        this.plan = plan;
        this.loop = loop;
        this.samples = samples;
    }

    /// Records of a sample; 0 where records are so long that a copy gains nothing.
    static int sampleSize(int stride) {
        int size = Math.min(SAMPLE, SAMPLE_BYTES / stride);
        return size < LEAST_SAMPLE ? 0 : size;
    }

    /// The training of the copy for this plan that runs already, or a new one with the `size` records that start at
    /// this address, of memory that may be read up to `limit`.
    static CopyTraining of(
            PeakChargePlan plan,
            Class<? extends PeakChargePlan.Loop> loop,
            Class<?> samples,
            int size,
            long records,
            long limit) {
        synchronized (RUNNING) {
            CopyTraining running = RUNNING.get(plan);
            if (running == null) {
                running = new CopyTraining(plan, loop, samples);
                running.start(size, records, limit);
                RUNNING.put(plan, running);
            }
            return running;
        }
    }

    /// Says that the copy is still of use.
    void isWanted() {
        wanted = System.nanoTime();
    }

    /// True when nothing more comes.
    boolean hasEnded() {
        return ended;
    }

    /// The copy, after the training has ended; null if it did not come to that.
    PeakChargePlan.Loop copy() {
        return copy;
    }

    /// True if another training would end no better: the JVM makes no copy, or does not compile it in time.
    boolean isHopeless() {
        return hopeless;
    }

    /// The last record of the sample may end before its stride does, with the memory.
    private void start(int size, long records, long limit) {
        Arena arena = Arena.ofShared();
        long bytes = (long) size * plan.waveforms().stride();
        long sample = arena.allocate(bytes, 64).address();
        AddressSpace.copy(records, sample, Math.min(bytes, limit - records));
        long results = arena.allocate((long) size * plan.resultStride(), 64).address();
        Background.start("sluice-kernel-copy", () -> {
            try (arena) {
                copy = trained(sample, size, sample + bytes, results);
            } finally {
                ended = true;
                synchronized (RUNNING) {
                    RUNNING.remove(plan);
                }
            }
        });
    }

    private PeakChargePlan.Loop trained(long sample, int size, long limit, long results) {
        long begin = System.nanoTime();
        PeakChargePlan.Loop made = Specialization.of(loop, samples, PeakChargePlan.class, plan);
        if (made == null) {
            hopeless = true;
            return null;
        }
        for (int round = 0; round < ROUNDS; round += BATCH) {
            long now = System.nanoTime();
            hopeless = now - begin > MOST_NANOS;
            if (hopeless || now - wanted > PATIENCE || Thread.currentThread().isInterrupted()) {
                return null;
            }
            for (int i = 0; i < BATCH; i++) {
                made.run(sample, size, limit, results);
            }
        }
        Specialization.keep(loop, plan, made);
        return made;
    }
}
