package dev.sluice.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/// Random records and raw records of strax's layout, of five channels, in segments that end with the last record.
public final class Fragments {
    private static final int CHANNELS = 5;

    private Fragments() {}

    /// Records with noise and, in every fourth, samples of the whole range; lengths around the limits, too.
    public static MemorySegment records(Arena arena, FragmentLayout layout, int count, Random random) {
        MemorySegment records = arena.allocate((long) count * layout.recordBytes());
        for (int i = 0; i < count; i++) {
            MemorySegment record = records.asSlice((long) i * layout.recordBytes(), layout.recordBytes());
            header(record, layout, i, random);
            record.set(Waveforms.INT32, 22, random.nextInt());
            record.set(Waveforms.FLOAT32, 27, (float) (random.nextInt(4_000_000) / 64.0 - 20_000));
            record.set(Waveforms.FLOAT32, 31, random.nextInt(5) == 0 ? Float.NaN : random.nextFloat() * 10);
            record.set(Waveforms.INT16, 35, (short) (random.nextInt(7) - 3));
            samples(record, 37, layout, random, 0);
        }
        return records;
    }

    /// Raw records around a baseline of 16000; every channel starts with a first fragment.
    public static MemorySegment raw(Arena arena, FragmentLayout layout, int count, Random random) {
        MemorySegment records = arena.allocate((long) count * layout.rawBytes());
        MemorySegment[] first = new MemorySegment[CHANNELS];
        for (int i = 0; i < count; i++) {
            MemorySegment record = records.asSlice((long) i * layout.rawBytes(), layout.rawBytes());
            header(record, layout, i, random);
            int fragment = i < CHANNELS ? 0 : random.nextInt(3);
            record.set(Waveforms.INT16, 20, (short) fragment);
            if (fragment == 0) {
                first[i % CHANNELS] = record;
            } else if (random.nextInt(4) > 0) {
                follow(first[i % CHANNELS], record, fragment * layout.samples());
            }
            record.set(Waveforms.INT16, 22, (short) random.nextInt());
            samples(record, 24, layout, random, 16_000);
        }
        return records;
    }

    /// Gives `record` the time that many samples after the start of the pulse.
    private static void follow(MemorySegment first, MemorySegment record, int samples) {
        short period = first.get(Waveforms.INT16, 12);
        record.set(Waveforms.INT16, 12, period);
        record.set(Waveforms.INT64, 0, first.get(Waveforms.INT64, 0) + (long) samples * period);
    }

    private static void header(MemorySegment record, FragmentLayout layout, int index, Random random) {
        record.set(Waveforms.INT64, 0, random.nextLong() >> 1);
        int whole = layout.samples();
        record.set(Waveforms.INT32, 8, random.nextBoolean() ? whole : random.nextInt(-2, whole + 3));
        record.set(Waveforms.INT16, 12, (short) (1 + random.nextInt(20)));
        record.set(Waveforms.INT16, 14, (short) (index % CHANNELS));
        record.set(Waveforms.INT32, 16, random.nextInt(3 * whole));
        record.set(Waveforms.INT16, 20, (short) random.nextInt(3));
    }

    private static void samples(MemorySegment record, int offset, FragmentLayout layout, Random random, int level) {
        boolean wild = random.nextInt(4) == 0;
        for (int k = 0; k < layout.samples(); k++) {
            double noise = level + 12 * random.nextGaussian();
            record.set(Waveforms.INT16, offset + 2L * k, (short) (wild ? random.nextInt() : (int) Math.rint(noise)));
        }
    }
}
