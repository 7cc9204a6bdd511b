package dev.sluice.benchmarks.input;

import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/// Records of noise samples, 800 unless set, with a baseline, in memory of its own, for the kernel benchmarks.
public final class WaveformBlock implements AutoCloseable {

    /// Samples of a record, unless set.
    public static final int SAMPLES = 800;
    /// Byte of a record at which its baseline stands.
    public static final int BASELINE = 8;
    /// Byte of a record at which its samples start.
    public static final int WAVE = 32;

    private static final int NOISE = 1 << 20;

    private final Arena arena = Arena.ofShared();
    private final WaveformLayout layout;
    private final int count;
    private final int samples;
    private final MemorySegment records;

    /// Fills a block with records of [#SAMPLES] samples.
    public WaveformBlock(SampleType type, Placement placement) {
        this(type, placement, SAMPLES);
    }

    /// Fills a block with records of `samples` samples.
    public WaveformBlock(SampleType type, Placement placement, int samples) {
        this.samples = samples;
        layout = WaveformLayout.of(type, WAVE + samples * type.bytes(), WAVE, samples)
                .withBaseline(ScalarType.FLOAT64, BASELINE);
        count = (int) (placement.bytes() / layout.stride());
        records = allocate((long) count * layout.stride());
        fill(type);
    }

    /// Bytes of one record.
    static int stride(SampleType type) {
        return WAVE + SAMPLES * type.bytes();
    }

    private void fill(SampleType type) {
        Random random = new Random(1);
        MemorySegment noise = arena.allocate((long) NOISE * type.bytes(), Long.BYTES);
        for (int i = 0; i < NOISE; i++) {
            if (type == SampleType.FLOAT32) {
                noise.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (14_000 + 20 * random.nextGaussian()));
            } else {
                noise.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (14_000 + 20 * random.nextGaussian()));
            }
        }
        for (int i = 0; i < count; i++) {
            long record = (long) i * layout.stride();
            long from = (long) random.nextInt(NOISE - samples) * type.bytes();
            records.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, record + BASELINE, 14_000 + random.nextDouble());
            MemorySegment.copy(noise, from, records, record + WAVE, (long) samples * type.bytes());
        }
    }

    /// Memory that is freed with this block.
    public MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, 64);
    }

    /// Where samples and baseline stand in a record.
    public WaveformLayout layout() {
        return layout;
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
