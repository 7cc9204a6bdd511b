package dev.sluice.benchmarks.input;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/// Samples of noise around 14 000 ADC counts, seeded, with pulses that go down; of one thread.
public final class SampleNoise {
    private static final int POOL = 1 << 20;
    private static final int HEIGHT = 2000;
    private static final int DECAY = 100;

    private final Random random;
    private final short[] pool = new short[POOL];

    /// The same seed gives the same samples.
    public SampleNoise(long seed) {
        random = new Random(seed);
        for (int i = 0; i < POOL; i++) {
            pool[i] = (short) Math.round(14_000 + 5 * random.nextGaussian());
        }
    }

    /// Writes `samples` of them, fewer than a million, from byte `place` on, with one pulse somewhere.
    public void pulse(MemorySegment memory, long place, int samples) {
        int from = random.nextInt(POOL - samples);
        MemorySegment.copy(pool, from, memory, ValueLayout.JAVA_SHORT_UNALIGNED, place, samples);
        int start = random.nextInt(samples);
        double height = HEIGHT * random.nextDouble();
        for (int i = start; i < Math.min(samples, start + 10 * DECAY); i++) {
            short sample = pool[from + i];
            double pulse = height * Math.exp((double) (start - i) / DECAY);
            memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, place + (long) Short.BYTES * i, (short)
                    Math.round(sample - pulse));
        }
    }
}
