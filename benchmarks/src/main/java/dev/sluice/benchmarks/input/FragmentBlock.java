package dev.sluice.benchmarks.input;

import dev.sluice.kernels.FragmentLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/// Raw records of strax, 110 samples each, with noise of 3 ADC counts and about one pulse per record, in memory of its
/// own, for the benchmarks of the fragment kernels.
///
/// Pulses have one to three fragments in one of 494 channels; they overlap in time as those of a detector do.
public final class FragmentBlock implements AutoCloseable {

    /// Raw records of 110 samples.
    public static final FragmentLayout LAYOUT = new FragmentLayout(110);

    private static final int SAMPLES = 110;
    private static final int DT = 10;
    private static final int CHANNELS = 494;
    private static final int LONGEST_GAP = 800;
    private static final int DISTINCT = 1 << 13;

    private final Arena arena = Arena.ofShared();
    private final int count;
    private final MemorySegment records;
    private long time;

    /// Fills a block with noise and pulses.
    public FragmentBlock(Placement placement) {
        count = (int) (placement.bytes() / LAYOUT.rawBytes());
        records = allocate((long) count * LAYOUT.rawBytes());
        Random random = new Random(1);
        int made = Math.min(count, DISTINCT);
        for (int i = 0; i < made; ) {
            i += pulse(i, Math.min(made - i, 1 + random.nextInt(3)), random);
        }
        repeat(made);
    }

    /// One pulse at the next time; returns how many fragments it has.
    private int pulse(int first, int fragments, Random random) {
        int channel = random.nextInt(CHANNELS);
        int last = fragments == 1 ? SAMPLES : 20 + random.nextInt(SAMPLES - 20);
        double baseline = 16_000 + 100 * random.nextDouble();
        time += random.nextInt(LONGEST_GAP);
        for (int i = 0; i < fragments; i++) {
            long record = (long) (first + i) * LAYOUT.rawBytes();
            int length = i < fragments - 1 ? SAMPLES : last;
            records.set(ValueLayout.JAVA_LONG_UNALIGNED, record, time + (long) i * SAMPLES * DT);
            records.set(ValueLayout.JAVA_INT_UNALIGNED, record + 8, length);
            records.set(ValueLayout.JAVA_SHORT_UNALIGNED, record + 12, (short) DT);
            records.set(ValueLayout.JAVA_SHORT_UNALIGNED, record + 14, (short) channel);
            records.set(ValueLayout.JAVA_INT_UNALIGNED, record + 16, (fragments - 1) * SAMPLES + last);
            records.set(ValueLayout.JAVA_SHORT_UNALIGNED, record + 20, (short) i);
            samples(record + 24, length, baseline, random);
        }
        return fragments;
    }

    private void samples(long address, int length, double baseline, Random random) {
        int start = 45 + random.nextInt(50);
        for (int k = 0; k < length; k++) {
            double pulse = k < start ? 0 : 100 * Math.exp((start - k) / 5.0);
            long sample = Math.round(baseline + 3 * random.nextGaussian() - pulse);
            records.set(ValueLayout.JAVA_SHORT_UNALIGNED, address + 2L * k, (short) sample);
        }
    }

    /// Fills the rest with copies at later times.
    private void repeat(int made) {
        long period = time + 4L * SAMPLES * DT;
        long bytes = (long) made * LAYOUT.rawBytes();
        for (int i = made; i < count; i++) {
            long record = (long) i * LAYOUT.rawBytes();
            MemorySegment.copy(records, record - bytes, records, record, LAYOUT.rawBytes());
            long before = records.get(ValueLayout.JAVA_LONG_UNALIGNED, record);
            records.set(ValueLayout.JAVA_LONG_UNALIGNED, record, before + period);
        }
    }

    /// Memory that is freed with this block.
    public MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, 64);
    }

    /// Records in the block.
    public int count() {
        return count;
    }

    /// The records; valid until [#close].
    public MemorySegment records() {
        return records;
    }

    @Override
    public void close() {
        arena.close();
    }
}
