package dev.sluice.kernels.feature;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.channel.Polarity;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/// The contract's formulas once more, as plainly as they can be written: checked access, exact numbers, no speed.
record PlainPeakCharge(float peak, float charge, float baseline) {

    static PlainPeakCharge of(
            MemorySegment segment,
            long record,
            WaveformLayout layout,
            String peaks,
            String charges,
            Polarity polarity) {
        double[] wave = validSamples(segment, record, layout);
        double[] peakWindow = cut(wave, SampleRange.parse(peaks));
        double[] chargeWindow = cut(wave, SampleRange.parse(charges));
        double baseline = layout.baseline().isPresent()
                ? number(segment, record, layout.baseline())
                : mean(cut(wave, SampleRange.parse("0:40")), layout.sampleType());
        double peak = Arrays.stream(peakWindow).max().orElse(Double.NaN)
                - Arrays.stream(peakWindow).min().orElse(Double.NaN);
        return new PlainPeakCharge(
                (float) peak, charge(chargeWindow, baseline, layout.sampleType(), polarity), (float) baseline);
    }

    private static float charge(double[] window, double baseline, SampleType type, Polarity polarity) {
        if (window.length == 0) {
            return Float.NaN;
        }
        double pedestal = window.length * baseline;
        double sum = type == SampleType.FLOAT32
                ? sumInDocumentedOrder(window)
                : exactSum(window).doubleValue();
        return (float) (polarity == Polarity.NEGATIVE ? pedestal - sum : sum - pedestal);
    }

    static BigInteger exactSum(double[] window) {
        return Arrays.stream(window)
                .mapToObj(sample -> BigInteger.valueOf((long) sample))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    static BigDecimal exactDecimalSum(double[] window) {
        return Arrays.stream(window).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    static double sumInDocumentedOrder(double[] window) {
        double[] partial = new double[16];
        for (int i = 0; i < window.length; i++) {
            partial[i % 16] += window[i];
        }
        for (int distance = 8; distance >= 1; distance /= 2) {
            for (int j = 0; j < distance; j++) {
                partial[j] += partial[j + distance];
            }
        }
        return partial[0];
    }

    private static double mean(double[] window, SampleType type) {
        double sum = type == SampleType.FLOAT32
                ? sumInDocumentedOrder(window)
                : exactSum(window).doubleValue();
        return window.length == 0 ? Double.NaN : sum / window.length;
    }

    private static double[] cut(double[] wave, SampleRange range) {
        int from = Math.min(range.from(), wave.length);
        return Arrays.copyOfRange(wave, from, Math.max(from, Math.min(range.to(), wave.length)));
    }

    static double[] validSamples(MemorySegment segment, long record, WaveformLayout layout) {
        int valid = layout.samples();
        if (layout.validLength().isPresent()) {
            valid = (int) Math.max(0, Math.min(valid, number(segment, record, layout.validLength())));
        }
        double[] wave = new double[valid];
        for (int i = 0; i < valid; i++) {
            long at = record
                    + layout.waveOffset()
                    + (long) i * layout.sampleType().bytes();
            wave[i] = switch (layout.sampleType()) {
                case INT16 -> segment.get(Waveforms.INT16, at);
                case UINT16 -> Short.toUnsignedInt(segment.get(Waveforms.INT16, at));
                case FLOAT32 -> segment.get(Waveforms.FLOAT32, at);
            };
        }
        return wave;
    }

    static double number(MemorySegment segment, long record, Column column) {
        long at = record + column.offset();
        return switch (column.type()) {
            case INT8 -> segment.get(ValueLayout.JAVA_BYTE, at);
            case UINT8 -> Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, at));
            case INT16 -> segment.get(Waveforms.INT16, at);
            case UINT16 -> Short.toUnsignedInt(segment.get(Waveforms.INT16, at));
            case INT32 -> segment.get(Waveforms.INT32, at);
            case UINT32 -> Integer.toUnsignedLong(segment.get(Waveforms.INT32, at));
            case INT64 -> segment.get(Waveforms.INT64, at);
            case FLOAT32 -> segment.get(Waveforms.FLOAT32, at);
            case FLOAT64 -> segment.get(Waveforms.FLOAT64, at);
        };
    }
}
