package dev.sluice.source;

import dev.sluice.waveform.StraxTypes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The random side of [SimulatedFragments]: one cluster of pulses at a time, its fragments sorted by time and channel.
/// For one thread.
final class SimulatedClusters {
    /// Nanoseconds between samples.
    static final int SAMPLE_NS = 10;
    /// Samples of a fragment.
    static final int SAMPLES = StraxTypes.SAMPLES;
    /// The value of samples without noise and pulse.
    static final int BASELINE = 16_000;
    /// No cluster lasts longer, in ns.
    static final long LONGEST_NS = 4_000;
    /// The most fragments that a cluster has.
    static final int MOST_FRAGMENTS = 3 * 42;

    private static final ValueLayout.OfShort SAMPLE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int CHANNELS = 494;
    private static final int CHANNEL_STEP = 7;
    private static final int MOST_PULSES = 42;
    private static final int SPREAD_SAMPLES = 50;
    private static final int LEAST_SAMPLES = 100;
    private static final int MOST_SAMPLES = 330;
    private static final int ONSET = 50;
    private static final int TRACE = 1 << 16;
    private static final double NOISE = 3;
    private static final double MEAN_AMPLITUDE = 120;
    private static final double LARGEST_AMPLITUDE = 12_000;
    private static final int SHORTEST_DECAY = 4;
    private static final int DECAYS = 24;
    private static final long SILENCE_NS = 5_000;
    private static final double MEAN_SILENCE_NS = 50_000;

    private final SeededDraws ofCluster;
    private final SeededDraws ofPulse;
    private final MemorySegment noise = Arena.ofAuto().allocate((TRACE + MOST_SAMPLES) * 2L, 64);
    private final float[][] shapes = new float[DECAYS][MOST_SAMPLES];
    /// Time in the cluster, channel, pulse and fragment, from the highest bits to the lowest.
    private final long[] keys = new long[MOST_FRAGMENTS];

    private long cluster;
    private int count;
    private int samples;

    SimulatedClusters(long seed) {
        this.ofCluster = new SeededDraws(seed);
        this.ofPulse = new SeededDraws(~seed);
        for (int i = 0; i < TRACE + MOST_SAMPLES; i++) {
            noise.setAtIndex(SAMPLE, i, (short) Math.round(BASELINE + NOISE * ofCluster.gaussian(i, 6)));
        }
        for (int decay = 0; decay < DECAYS; decay++) {
            for (int i = 0; i < MOST_SAMPLES; i++) {
                shapes[decay][i] = (float) StrictMath.exp(-i / (double) (SHORTEST_DECAY + decay));
            }
        }
    }

    /// Nanoseconds from the start of the cluster before `cluster` to the start of this one: more than a cluster lasts.
    long interval(long cluster) {
        return SILENCE_NS + (long) ofCluster.exponential(MEAN_SILENCE_NS, cluster, 0);
    }

    /// Draws the cluster of that number; returns how many fragments it has.
    int draw(long cluster) {
        this.cluster = cluster;
        count = 0;
        samples = 0;
        int pulses = 1 + ofCluster.below(MOST_PULSES, cluster, 1);
        int first = ofCluster.below(CHANNELS, cluster, 2);
        for (int pulse = 0; pulse < pulses; pulse++) {
            int channel = (first + pulse * CHANNEL_STEP) % CHANNELS;
            int start = ofPulse.below(SPREAD_SAMPLES, index(pulse), 0);
            for (int fragment = 0; fragment * SAMPLES < pulseLength(pulse); fragment++) {
                long time = (long) SAMPLE_NS * (start + fragment * SAMPLES);
                keys[count++] = time << 32 | (long) channel << 16 | pulse << 2 | fragment;
                samples = Math.max(samples, start + pulseLength(pulse));
            }
        }
        Arrays.sort(keys, 0, count);
        return count;
    }

    /// How long the cluster lasts.
    long duration() {
        return (long) samples * SAMPLE_NS;
    }

    /// When fragment `i` starts, from the start of the cluster on, in ns.
    long time(int i) {
        return keys[i] >>> 32;
    }

    int channel(int i) {
        return (int) (keys[i] >>> 16 & 0xFFFF);
    }

    /// The number of the fragment in its pulse.
    int fragment(int i) {
        return (int) (keys[i] & 3);
    }

    /// How many samples the pulse of fragment `i` has.
    int pulseLengthOf(int i) {
        return pulseLength(pulse(i));
    }

    /// How many samples fragment `i` has.
    int length(int i) {
        return Math.min(SAMPLES, pulseLengthOf(i) - fragment(i) * SAMPLES);
    }

    /// Writes the samples of fragment `i` at `offset`, and zeros up to the room that fragments have.
    void drawSamples(int i, MemorySegment target, long offset) {
        int length = length(i);
        int skipped = fragment(i) * SAMPLES;
        long index = index(pulse(i));
        long from = ofPulse.bits(index, 2) >>> 48;
        MemorySegment.copy(noise, (from + skipped) * 2, target, offset, length * 2L);
        for (int sample = length; sample < SAMPLES; sample++) {
            target.set(SAMPLE, offset + 2L * sample, (short) 0);
        }
        float[] shape = shapes[ofPulse.below(DECAYS, index, 3)];
        float amplitude = (float) Math.min(LARGEST_AMPLITUDE, ofPulse.exponential(MEAN_AMPLITUDE, index, 4));
        for (int sample = Math.max(0, ONSET - skipped); sample < length; sample++) {
            long at = offset + 2L * sample;
            int height = (int) (amplitude * shape[skipped + sample - ONSET]);
            target.set(SAMPLE, at, (short) (target.get(SAMPLE, at) - height));
        }
    }

    private int pulse(int i) {
        return (int) (keys[i] >>> 2 & 0x3FFF);
    }

    private int pulseLength(int pulse) {
        return LEAST_SAMPLES + ofPulse.below(MOST_SAMPLES - LEAST_SAMPLES + 1, index(pulse), 1);
    }

    private long index(int pulse) {
        return cluster * MOST_PULSES + pulse;
    }
}
