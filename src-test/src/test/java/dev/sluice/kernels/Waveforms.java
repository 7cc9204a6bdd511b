package dev.sluice.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Seeded waveforms for the kernel tests, in a segment that ends exactly with the last record's last field.
public final class Waveforms {

    public static final ValueLayout.OfShort INT16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfFloat FLOAT32 =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfDouble FLOAT64 =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final float[] SPECIAL = {
        0.0f, -0.0f, 1.5f, -1.5f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, 16_777_217.0f
    };

    /// What the samples look like.
    public enum Fill {
        RANDOM,
        LEAST,
        GREATEST,
        ALTERNATING,
        SPECIAL,
        NOT_A_NUMBER
    }

    private Waveforms() {}

    public static long bytes(WaveformLayout layout, int count, long offset) {
        return offset + (count - 1L) * layout.stride() + layout.extent();
    }

    public static MemorySegment allocate(
            Arena arena, WaveformLayout layout, int count, long offset, Fill fill, long seed) {
        MemorySegment segment = arena.allocate(bytes(layout, count, offset), 64);
        fill(segment, layout, count, offset, fill, seed);
        return segment;
    }

    /// Fills gaps with random bytes, samples as asked for, and the optional fields with random values that make sense.
    public static void fill(
            MemorySegment segment, WaveformLayout layout, int count, long offset, Fill fill, long seed) {
        RandomGenerator random = new Random(seed);
        for (long i = 0; i < segment.byteSize(); i++) {
            segment.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
        }
        for (int record = 0; record < count; record++) {
            long start = offset + (long) record * layout.stride();
            for (int sample = 0; sample < layout.samples(); sample++) {
                long at = start
                        + layout.waveOffset()
                        + (long) sample * layout.sampleType().bytes();
                if (layout.sampleType() == SampleType.FLOAT32) {
                    segment.set(FLOAT32, at, floatSample(fill, sample, random));
                } else {
                    segment.set(INT16, at, (short) integerSample(layout.sampleType(), fill, sample, random));
                }
            }
            set(segment, start, layout.validLength(), random.nextInt(-5, layout.samples() + 6));
            set(segment, start, layout.baseline(), random.nextInt(1, 100_000) / 4.0);
            set(segment, start, layout.channel(), record % 5);
        }
    }

    private static int integerSample(SampleType type, Fill fill, int sample, RandomGenerator random) {
        int least = type == SampleType.UINT16 ? 0 : Short.MIN_VALUE;
        return switch (fill) {
            case RANDOM, SPECIAL, NOT_A_NUMBER -> least + random.nextInt(65_536);
            case LEAST -> least;
            case GREATEST -> least + 65_535;
            case ALTERNATING -> (sample & 1) == 0 ? least : least + 65_535;
        };
    }

    private static float floatSample(Fill fill, int sample, RandomGenerator random) {
        return switch (fill) {
            case RANDOM -> (float) (random.nextGaussian() * 1e3 * Math.pow(10, random.nextInt(4)));
            case LEAST -> -Float.MAX_VALUE;
            case GREATEST -> Float.MAX_VALUE;
            case ALTERNATING -> (sample & 1) == 0 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
            case SPECIAL -> SPECIAL[random.nextInt(SPECIAL.length)];
            case NOT_A_NUMBER ->
                random.nextInt(20) == 0 ? Float.intBitsToFloat(0xFFC0_0001 | random.nextInt() << 31) : sample;
        };
    }

    public static void set(MemorySegment segment, long record, Column column, double value) {
        if (!column.isPresent()) {
            return;
        }
        long at = record + column.offset();
        switch (column.type()) {
            case INT8, UINT8 -> segment.set(ValueLayout.JAVA_BYTE, at, (byte) value);
            case INT16, UINT16 -> segment.set(INT16, at, (short) (int) value);
            case INT32, UINT32 -> segment.set(INT32, at, (int) (long) value);
            case INT64 -> segment.set(INT64, at, (long) value);
            case FLOAT32 -> segment.set(FLOAT32, at, (float) value);
            case FLOAT64 -> segment.set(FLOAT64, at, value);
        }
    }
}
