package dev.sluice.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The random side of the simulated detector: every draw depends on the seed and the number of the record only.
///
/// Noise is cut out of one long Gaussian trace at a random place, which is what makes it as fast as a copy.
final class SimulatedPulses {
    static final double SAMPLE_NS = 2;

    private static final ValueLayout.OfShort SAMPLE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final double MEAN_INTERVAL_NS = 1e9 / (10_000.0 * SimulatedDetector.CHANNELS);
    private static final int BASELINE = 14_000;
    private static final double NOISE = 3;
    private static final double MEAN_AMPLITUDE = 400;
    private static final double LARGEST_AMPLITUDE = 13_000;
    private static final int TRACE = 1 << 16;
    private static final int ONSET = 50;
    private static final int ONSET_SPREAD = 10;
    private static final int DECAYS = 41;
    private static final int SHORTEST_DECAY = 20;
    private static final int PULSE = 400;

    private final SeededDraws draws;
    private final MemorySegment trace = Arena.ofAuto().allocate((TRACE + SimulatedDetector.SAMPLES) * 2L, 64);
    private final float[][] shapes = new float[DECAYS][PULSE];

    SimulatedPulses(long seed) {
        this.draws = new SeededDraws(seed);
        for (int i = 0; i < TRACE + SimulatedDetector.SAMPLES; i++) {
            trace.setAtIndex(SAMPLE, i, (short) Math.round(BASELINE + NOISE * draws.gaussian(i, 6)));
        }
        for (int decay = 0; decay < DECAYS; decay++) {
            for (int i = 0; i < PULSE; i++) {
                shapes[decay][i] = (float) StrictMath.exp(-i / (double) (SHORTEST_DECAY + decay));
            }
        }
    }

    /// Nanoseconds between the record before `record` and this one, at least 1: exponential, as Poisson times have it.
    long interval(long record) {
        return 1 + (long) (draws.exponential(MEAN_INTERVAL_NS, record, 1));
    }

    int channel(long record) {
        return (int) (draws.bits(record, 2) >>> 60);
    }

    /// Writes the samples of `record` at `offset`: noise, and one pulse.
    void draw(long record, MemorySegment target, long offset) {
        long from = draws.bits(record, 3) >>> 48;
        MemorySegment.copy(trace, from * 2, target, offset, SimulatedDetector.SAMPLES * 2L);
        long shape = draws.bits(record, 4);
        float[] decay = shapes[(int) Long.remainderUnsigned(shape, DECAYS)];
        int onset = ONSET + (int) ((shape >>> 32) % ONSET_SPREAD);
        float amplitude = (float) Math.min(LARGEST_AMPLITUDE, draws.exponential(MEAN_AMPLITUDE, record, 5));
        for (int i = 0; i < PULSE; i++) {
            long at = offset + 2L * (onset + i);
            target.set(SAMPLE, at, (short) (target.get(SAMPLE, at) - (int) (amplitude * decay[i])));
        }
    }
}
