package dev.sluice.waveform;

import dev.sluice.kernels.SampleRange;
import dev.sluice.record.DoubleField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// Looks at a sample of waveforms for where their pulses are, and suggests ranges of samples.
///
/// In every record the level is the median sample, the noise the median distance from it (times 1.4826), and a pulse is
/// the sample farthest from the level, if that is at least [#NOISES] times the noise and [#LEAST] ADC counts away; it
/// reaches as far as the samples around it keep a tenth of its height. For one thread; a few microseconds per thousand
/// samples: for inspection and the first chunk of a run, not for each.
public final class PulseSurvey {
    /// How many times the noise a pulse is high.
    public static final double NOISES = 8;
    /// How many ADC counts a pulse is high at least.
    public static final double LEAST = 5;

    private static final double MAD_TO_SIGMA = 1.4826;
    private static final double LEAST_NOISE = 0.5;
    private static final double EDGE = 0.1;
    private static final double RARE = 0.05;
    private static final int USUAL_BASELINE = 40;
    private static final int SHORTEST_BASELINE = 8;

    /// Median and noise are those of so many samples.
    private static final int THIN = 255;

    private static final ValueLayout.OfShort SAMPLE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final DoubleField wave;
    private final LongField length;
    private final short[] words;
    private final boolean unsigned;
    private final double[] samples;
    private final double[] sorted = new double[THIN];
    private final double[] sums;
    private final int[] counts;
    private final int[] positions;
    private final int[] begins;
    private final int[] ends;
    private long records;
    private int pulses;
    private int positive;
    private double heights;
    private double noises;

    /// A survey of waveforms of this type, of `most` records.
    ///
    /// @throws IllegalArgumentException if the type has no samples
    public PulseSurvey(RecordType waveforms, int most) {
        this.wave = waveforms.doubleField(WaveformFields.wave(waveforms).name());
        this.length = WaveformFields.validLength(waveforms)
                .map(field -> waveforms.longField(field.name()))
                .orElse(null);
        int longest = wave.field().elements();
        String sampleType = wave.field().type().typeString();
        this.unsigned = sampleType.equals("<u2");
        this.words = unsigned || sampleType.equals("<i2") ? new short[longest] : null;
        this.samples = new double[longest];
        this.sums = new double[longest];
        this.counts = new int[longest];
        this.positions = new int[most];
        this.begins = new int[most];
        this.ends = new int[most];
    }

    /// Looks at one record more; nothing once as many pulses were seen as there is room for.
    public void add(Records waveforms, long index) {
        int valid = length == null ? samples.length : Math.clamp(length.get(waveforms, index), 0, samples.length);
        if (valid == 0 || pulses == positions.length) {
            return;
        }
        records++;
        load(waveforms, index, valid);
        double level = median(valid, false);
        int peak = 0;
        for (int i = 0; i < valid; i++) {
            double signal = samples[i] - level;
            if (!Double.isFinite(signal)) {
                // No pulse is where there is no number.
                samples[i] = 0;
                continue;
            }
            samples[i] = signal;
            peak = Math.abs(signal) > Math.abs(samples[peak]) ? i : peak;
            sums[i] += signal;
            counts[i]++;
        }
        double height = Math.abs(samples[peak]);
        boolean up = samples[peak] > 0;
        double noise = Math.max(LEAST_NOISE, MAD_TO_SIGMA * median(valid, true));
        noises += noise;
        if (height >= Math.max(LEAST, NOISES * noise)) {
            note(peak, up, height, Math.max(EDGE * height, 2 * noise), valid);
        }
    }

    /// The first records of a run are looked at by code that is not compiled yet: 16-bit samples come at once.
    private void load(Records waveforms, long index, int valid) {
        if (words == null) {
            for (int i = 0; i < valid; i++) {
                samples[i] = wave.get(waveforms, index, i);
            }
            return;
        }
        long record = waveforms.byteOffset() + index * waveforms.type().size();
        long from = record + wave.field().offset();
        MemorySegment.copy(waveforms.segment(), SAMPLE, from, words, 0, valid);
        for (int i = 0; i < valid; i++) {
            samples[i] = unsigned ? words[i] & 0xFFFF : words[i];
        }
    }

    /// The median of samples all over the record, or of their distances from 0 where those are wanted; 0 if none is
    /// finite.
    private double median(int valid, boolean ofDistances) {
        int looked = Math.min(valid, THIN);
        int count = 0;
        for (int i = 0; i < looked; i++) {
            double sample = samples[(int) ((long) i * valid / looked)];
            if (Double.isFinite(sample)) {
                sorted[count++] = ofDistances ? Math.abs(sample) : sample;
            }
        }
        Arrays.sort(sorted, 0, count);
        return count == 0 ? 0 : sorted[count / 2];
    }

    private void note(int peak, boolean up, double height, double edge, int valid) {
        double sign = up ? 1 : -1;
        int from = peak;
        while (from > 0 && sign * samples[from - 1] > edge) {
            from--;
        }
        int to = peak + 1;
        while (to < valid && sign * samples[to] > edge) {
            to++;
        }
        positions[pulses] = peak;
        begins[pulses] = from;
        ends[pulses] = to;
        heights += height;
        positive += up ? 1 : 0;
        pulses++;
    }

    /// How many samples a record has at most.
    public int longest() {
        return samples.length;
    }

    /// How many records were looked at.
    public long records() {
        return records;
    }

    /// In how many of them there is a pulse.
    public int pulses() {
        return pulses;
    }

    /// Whether most pulses go up.
    public boolean isPositive() {
        return 2 * positive > pulses;
    }

    /// The mean height of pulses, in ADC counts; NaN if there are none.
    public double meanHeight() {
        return pulses == 0 ? Double.NaN : heights / pulses;
    }

    /// The mean noise of the records, in ADC counts; NaN if there are none.
    public double meanNoise() {
        return records == 0 ? Double.NaN : noises / records;
    }

    /// How many pulses have their highest sample in a range.
    public int peaksIn(SampleRange range) {
        int inside = 0;
        for (int i = 0; i < pulses; i++) {
            inside += positions[i] >= range.from() && positions[i] < range.to() ? 1 : 0;
        }
        return inside;
    }

    /// The samples that pulses take, but for the rarest twentieth on either side; empty if there are none.
    public Optional<SampleRange> samples() {
        if (pulses == 0) {
            return Optional.empty();
        }
        int from = ranked(begins, RARE);
        return Optional.of(new SampleRange(from, Math.max(from + 1, ranked(ends, 1 - RARE))));
    }

    private int ranked(int[] values, double share) {
        int[] ordered = Arrays.copyOf(values, pulses);
        Arrays.sort(ordered);
        return ordered[(int) Math.min(pulses - 1L, Math.round(share * (pulses - 1)))];
    }

    /// A range for peak and charge: that of the pulses with a margin of a tenth of it, and at least 5 samples.
    public Optional<SampleRange> pulseRange() {
        return samples().map(seen -> {
            int margin = Math.max(5, (seen.to() - seen.from()) / 10);
            return new SampleRange(Math.max(0, seen.from() - margin), Math.min(samples.length, seen.to() + margin));
        });
    }

    /// A range for the baseline: half of the samples before the pulses, or 40 if that is more and they are free, or
    /// those at the end; empty if pulses are everywhere.
    public Optional<SampleRange> baselineRange() {
        return pulseRange().flatMap(taken -> {
            if (taken.from() >= SHORTEST_BASELINE) {
                return Optional.of(new SampleRange(
                        0, Math.min(taken.from(), Math.max(USUAL_BASELINE, taken.from() / 2))));
            }
            int left = samples.length - taken.to();
            int from = Math.max(taken.to(), samples.length - USUAL_BASELINE);
            return left >= SHORTEST_BASELINE ? Optional.of(new SampleRange(from, samples.length)) : Optional.empty();
        });
    }

    /// The mean of all records, less their levels, in so many equal parts of a record, in ADC counts.
    public double[] mean(int parts) {
        int shown = Math.min(parts, samples.length);
        double[] mean = new double[shown];
        for (int part = 0; part < shown; part++) {
            int from = (int) ((long) part * samples.length / shown);
            int to = (int) ((part + 1L) * samples.length / shown);
            double sum = 0;
            long count = 0;
            for (int i = from; i < to; i++) {
                sum += sums[i];
                count += counts[i];
            }
            mean[part] = count == 0 ? 0 : sum / count;
        }
        return mean;
    }
}
