package dev.sluice.benchmarks.input;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.event.FindPeaksKernel;
import dev.sluice.kernels.event.NumberedHitSum;
import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.kernels.event.PeakPropertiesKernel;
import dev.sluice.kernels.event.SumWaveformKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;

/// Hits of 494 channels in as many records of 110 samples, 50 to a peak, and the kernels from them to peaks with
/// waveforms and properties. Of one thread, closed by its owner.
public final class PeakHits implements AutoCloseable {
    /// Hits of a peak.
    public static final int IN_PEAK = 50;
    /// Channels of the hits.
    public static final int CHANNELS = 494;
    /// Of every channel, in PE per ADC count × sample.
    public static final double GAIN = 0.01;
    /// The peaks.
    public static final PeakLayout LAYOUT = PeakLayout.ofChannels(CHANNELS);

    private static final int RECORD_SAMPLES = 110;
    private static final int LONGEST = 10_000;
    private static final int TOP_CHANNELS = 253;
    private static final short DT = 10;

    private final Arena arena = Arena.ofShared();
    private final int count;
    private final FindPeaksKernel finding;
    private final SumWaveformKernel summing;
    private final NumberedHitSum numbered;
    private final PeakPropertiesKernel properties;
    private final MemorySegment hits;
    private final MemorySegment records;
    private final MemorySegment links;
    private final MemorySegment found;
    private final MemorySegment peaks;
    private final MemorySegment scratch;

    /// The hits of so many peaks, after the peaks were found and summed once and are as they should be.
    public PeakHits(int peakCount) {
        count = peakCount * IN_PEAK;
        double[] gains = new double[CHANNELS];
        Arrays.fill(gains, GAIN);
        finding = FindPeaksKernel.of(LAYOUT, gains, PeakFinding.DEFAULT, Compatibility.NONE);
        summing = SumWaveformKernel.of(LAYOUT, RECORD_SAMPLES, LONGEST, gains, TOP_CHANNELS, Compatibility.NONE);
        numbered = summing.numbered();
        properties = PeakPropertiesKernel.of(LAYOUT, TOP_CHANNELS, Compatibility.NONE);
        hits = allocate((long) count * FindPeaksKernel.HIT_BYTES);
        records = allocate((long) count * summing.recordBytes());
        links = allocate((long) Integer.BYTES * count).fill((byte) -1);
        found = allocate((long) LAYOUT.stride() * peakCount);
        peaks = allocate((long) LAYOUT.stride() * peakCount);
        scratch = allocate(Math.max(
                PeakPropertiesKernel.SCRATCH_BYTES, Math.max(finding.scratchBytes(), numbered.scratchBytes())));
        fill(new Random(1));
        verify();
    }

    private void fill(Random random) {
        for (int i = 0; i < count; i++) {
            long time = 100_000L * (i / IN_PEAK) + DT * (i % IN_PEAK);
            int channel = random.nextInt(CHANNELS);
            int length = 5 + random.nextInt(20);
            long record = (long) i * summing.recordBytes();
            records.set(ValueLayout.JAVA_LONG_UNALIGNED, record, time - 20 * DT);
            records.set(ValueLayout.JAVA_INT_UNALIGNED, record + 8, RECORD_SAMPLES);
            records.set(ValueLayout.JAVA_SHORT_UNALIGNED, record + 12, DT);
            records.set(ValueLayout.JAVA_SHORT_UNALIGNED, record + 14, (short) channel);
            records.set(ValueLayout.JAVA_FLOAT_UNALIGNED, record + 27, 16_000);
            int area = 0;
            for (int k = 0; k < length; k++) {
                int sample = 20 + random.nextInt(200);
                records.set(ValueLayout.JAVA_SHORT_UNALIGNED, record + 37 + 2L * (20 + k), (short) sample);
                area += sample;
            }
            long hit = (long) i * FindPeaksKernel.HIT_BYTES;
            hits.set(ValueLayout.JAVA_LONG, hit, time);
            hits.set(ValueLayout.JAVA_INT, hit + 8, length);
            hits.set(ValueLayout.JAVA_SHORT, hit + 12, DT);
            hits.set(ValueLayout.JAVA_SHORT, hit + 14, (short) channel);
            hits.set(ValueLayout.JAVA_FLOAT, hit + 16, area);
            hits.set(ValueLayout.JAVA_SHORT, hit + 20, (short) 20);
            hits.set(ValueLayout.JAVA_INT, hit + 28, i);
        }
    }

    private void verify() {
        if (find() != peakCount()) {
            throw new IllegalStateException("there are not " + peakCount() + " peaks");
        }
        sum();
        for (int i = 0; i < peakCount(); i++) {
            long area = (long) LAYOUT.stride() * i + 19;
            float ofHits = found.get(ValueLayout.JAVA_FLOAT_UNALIGNED, area);
            float ofSamples = peaks.get(ValueLayout.JAVA_FLOAT_UNALIGNED, area);
            if (!(Math.abs(ofHits - ofSamples) < 1e-4 * ofHits)) {
                throw new IllegalStateException("areas of peak " + i + " differ: " + ofHits + " and " + ofSamples);
            }
        }
        compute();
        requireProperties();
    }

    /// The median lies within the peak, and the 100 % width is its length.
    private void requireProperties() {
        int median = LAYOUT.stride() - 20 - 4 - CHANNELS - 2 * 44 - 4;
        for (int i = 0; i < peakCount(); i++) {
            long peak = (long) LAYOUT.stride() * i;
            int length = peaks.get(ValueLayout.JAVA_INT_UNALIGNED, peak + 8);
            float span = (float) length * peaks.get(ValueLayout.JAVA_INT_UNALIGNED, peak + 12);
            float middle = peaks.get(ValueLayout.JAVA_FLOAT_UNALIGNED, peak + median);
            float whole = peaks.get(ValueLayout.JAVA_FLOAT_UNALIGNED, peak + median + 4 + 4 * 10);
            if (!(middle > 0 && middle < span && whole > 0 && whole <= span)) {
                throw new IllegalStateException("properties of peak " + i + " are wrong: median_time=" + middle
                        + " width=" + whole + " of " + span + " ns");
            }
        }
    }

    /// Groups hits into peaks; returns how many there are.
    public long find() {
        return finding.find(hits, 0, count, found, 0, peakCount(), scratch);
    }

    /// Copies the peaks, since sums are in place, and sums the waveforms of their hits.
    public void sum() {
        peaks.copyFrom(found);
        summing.sum(peaks, peakCount(), hits, count, records, count, links, links, scratch);
    }

    /// The same by the numbers of the records, which lie in memory as hits count them.
    public void sumNumbered() {
        peaks.copyFrom(found);
        if (!numbered.sum(peaks, peakCount(), hits, count, records, count, 0, scratch)) {
            throw new IllegalStateException("hits are not of the records that they number");
        }
    }

    /// Widths, median, center and top fraction.
    public void compute() {
        properties.compute(peaks, 0, peakCount(), scratch);
    }

    /// How many hits there are.
    public int count() {
        return count;
    }

    /// How many peaks there are.
    public int peakCount() {
        return count / IN_PEAK;
    }

    /// The hits, in order of time; valid until [#close].
    public MemorySegment hits() {
        return hits;
    }

    /// The records of the hits, one each.
    public MemorySegment records() {
        return records;
    }

    /// The peaks as they were found.
    public MemorySegment found() {
        return found;
    }

    /// The peaks with waveforms and properties.
    public MemorySegment peaks() {
        return peaks;
    }

    /// Memory that is freed with the hits.
    public MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, 64);
    }

    @Override
    public void close() {
        arena.close();
    }
}
