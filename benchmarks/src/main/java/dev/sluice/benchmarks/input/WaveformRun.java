package dev.sluice.benchmarks.input;

import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.Waveforms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/// A run of noise in memory, as sources deliver it: what the pipelines of the benchmarks stream. Closed by its owner.
public final class WaveformRun implements AutoCloseable {
    private static final int NOISE = 1 << 20;

    private final Arena arena = Arena.ofShared();
    private final Records records;

    /// About `bytes` bytes of records of `samples` samples of type `sampleType` (`<i2`, `<u2` or `<f4`).
    public WaveformRun(String sampleType, int samples, long bytes) {
        RecordType type = Waveforms.type(sampleType, samples);
        records = Records.allocate(type, Math.max(1, bytes / type.size()), arena);
        fill(sampleType, samples);
    }

    private void fill(String sampleType, int samples) {
        boolean real = sampleType.equals("<f4");
        int size = real ? Float.BYTES : Short.BYTES;
        Random random = new Random(1);
        MemorySegment noise = arena.allocate((long) NOISE * size, Long.BYTES);
        for (int i = 0; i < NOISE; i++) {
            int sample = 14_000 + random.nextInt(64);
            if (real) {
                noise.setAtIndex(ValueLayout.JAVA_FLOAT, i, sample);
            } else {
                noise.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) sample);
            }
        }
        RecordType type = records.type();
        LongField time = type.longField("time");
        LongField endtime = type.longField("endtime");
        LongField length = type.longField("length");
        int wave = type.field("wave").offset();
        long duration = 2L * samples;
        for (long i = 0; i < records.count(); i++) {
            time.set(records, i, duration * i);
            endtime.set(records, i, duration * (i + 1));
            length.set(records, i, samples);
            long from = (long) size * random.nextInt(NOISE - samples);
            MemorySegment.copy(noise, from, records.segment(), i * type.size() + wave, (long) size * samples);
        }
    }

    /// The records; they live as long as this run.
    public Records records() {
        return records;
    }

    /// Bytes of all records.
    public long bytes() {
        return records.count() * records.type().size();
    }

    @Override
    public void close() {
        arena.close();
    }
}
