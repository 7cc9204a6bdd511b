package dev.sluice.host.kernel;

import dev.sluice.analysis.filter.Butterworth;
import dev.sluice.analysis.filter.Fir;
import dev.sluice.analysis.filter.MovingAverage;
import dev.sluice.analysis.filter.PoleZero;
import dev.sluice.analysis.filter.SavitzkyGolay;
import dev.sluice.analysis.filter.Trapezoidal;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.filter.ButterworthFilter;
import dev.sluice.kernels.filter.Filter;
import dev.sluice.kernels.filter.FilterEdges;
import dev.sluice.kernels.filter.FirFilter;
import dev.sluice.kernels.filter.MovingAverageFilter;
import dev.sluice.kernels.filter.PoleZeroFilter;
import dev.sluice.kernels.filter.SavitzkyGolayFilter;
import dev.sluice.kernels.filter.TrapezoidalFilter;
import dev.sluice.record.RecordType;
import dev.sluice.waveform.FragmentFilter;
import dev.sluice.waveform.WaveformFilter;
import java.util.List;
import java.util.function.Function;

/// Kernels that filter waveforms: as many records, with samples of float32.
final class FilterKernels {
    static final List<KernelForm> FORMS = List.of(
            form("fir", FilterKernels::fir),
            form("moving_average", FilterKernels::movingAverage),
            form("savitzky_golay", FilterKernels::savitzkyGolay),
            form("butterworth", FilterKernels::butterworth),
            form("pole_zero", FilterKernels::poleZero),
            form("trapezoidal", FilterKernels::trapezoidal),
            new KernelForm(
                    "fragment_fir", "FragmentFirKernel", List.of("records", "results"), FilterKernels::fragmentFir));

    private FilterKernels() {}

    private static KernelForm form(String name, Function<KernelWords, Filter> filter) {
        return new KernelForm(name, "FilterKernel", List.of("waveforms", "results"), words -> {
            RecordType waveforms = words.waveforms();
            RecordType results = words.type("results", WaveformFilter.filteredType(waveforms));
            WaveformFilter kernel = WaveformFilter.between(waveforms, results, filter.apply(words));
            return KernelForm.Bound.rows(waveforms, results, kernel::apply);
        });
    }

    private static FirFilter fir(KernelWords words) {
        FirFilter filter = FirFilter.parse(words.get(Fir.TAPS)).edges(FilterEdges.parse(words.get(Fir.EDGES)));
        int origin = words.count(Fir.ORIGIN);
        FirFilter placed = origin < 0 ? filter : filter.origin(origin);
        return words.get(Fir.NORMALISE) ? placed.normalised() : placed;
    }

    private static Filter movingAverage(KernelWords words) {
        return MovingAverageFilter.of(words.count(MovingAverage.WINDOW))
                .edges(FilterEdges.parse(words.get(MovingAverage.EDGES)));
    }

    private static Filter savitzkyGolay(KernelWords words) {
        return SavitzkyGolayFilter.of(words.count(SavitzkyGolay.WINDOW), words.count(SavitzkyGolay.DEGREE))
                .edges(FilterEdges.parse(words.get(SavitzkyGolay.EDGES)));
    }

    private static Filter butterworth(KernelWords words) {
        return ButterworthFilter.bandPass(
                words.count(Butterworth.ORDER), words.get(Butterworth.LOW), words.get(Butterworth.HIGH), 1.0);
    }

    private static Filter poleZero(KernelWords words) {
        return PoleZeroFilter.of(words.get(PoleZero.DECAY)).baselineRange(words.get(PoleZero.BASELINE_RANGE));
    }

    private static Filter trapezoidal(KernelWords words) {
        double decay = words.get(Trapezoidal.DECAY).orElse(Double.POSITIVE_INFINITY);
        return TrapezoidalFilter.rising(words.count(Trapezoidal.RISE), decay)
                .flatTop(words.count(Trapezoidal.FLAT))
                .baselineRange(words.get(Trapezoidal.BASELINE_RANGE));
    }

    /// Fragments of whole pulses, of which each is filtered as one.
    private static KernelForm.Bound fragmentFir(KernelWords words) {
        RecordType records = words.type(
                "records", "time:<i8,length:<i4,dt:<i4,channel:<i2,pulse_length:<i4,record_i:<i2,data:<i2[110]");
        RecordType results = words.type("results", WaveformFilter.filteredType(records));
        FirFilter filter = fir(words);
        Compatibility mode = FragmentKernels.compatibility(words);
        Bindings<FragmentFilter> filters =
                new Bindings<>(() -> FragmentFilter.between(records, results, filter, mode), filtering -> {});
        return KernelForm.Bound.rows(
                records,
                results,
                (from, to) -> filters.with(binding -> {
                    binding.apply(from, to);
                    return to.count();
                }));
    }
}
