package dev.sluice.kernels.event;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelArgumentException.Parameter;
import dev.sluice.kernels.internal.event.RawPeaks;

/// Peaks as strax lays them out, packed: immutable, safe from any thread, owns no memory.
///
/// In order: time i8 (ns), length i4 (samples), dt i4 (ns), channel i2 (-1), type i1, area f4 (PE), area_fraction_top
/// f4, area_per_channel f4 (PE) per channel, n_hits i4, data_top and data_start f4 (PE per sample) per sample if they
/// are wanted, data f4 per sample, center_time i8 (ns), median_time f4 (ns after the start), width f4 × 11 (ns),
/// area_decile_from_midpoint f4 × 11 (ns), saturated_channel i1 per channel, n_saturated_channels i2, tight_coincidence
/// i2, max_gap i4 (ns), max_goodness_of_split f4, max_diff i4, min_diff i4, first_channel i2, last_channel i2.
public final class PeakLayout {

    private static final int MOST = 65_536;
    private static final int SAMPLES = 200;

    private final RawPeaks raw;

    private PeakLayout(RawPeaks raw) {
        this.raw = raw;
    }

    /// Peaks of detectors with so many channels, from 1 to 65536, and waveforms of 200 samples as strax has them.
    public static PeakLayout ofChannels(int channels) {
        return of(channels, SAMPLES, false, false);
    }

    /// These peaks for detectors with so many channels.
    public PeakLayout withChannels(int channels) {
        return of(channels, samples(), hasDataTop(), hasDataStart());
    }

    /// These peaks with waveforms of so many samples, from 1 to 65536.
    public PeakLayout withSamples(int samples) {
        return of(channels(), samples, hasDataTop(), hasDataStart());
    }

    private static PeakLayout of(int channels, int samples, boolean dataTop, boolean dataStart) {
        if (channels < 1 || channels > MOST || samples < 1 || samples > MOST) {
            throw KernelArgumentException.of(
                    "peaks cannot have so many",
                    "limits are 1 and " + MOST,
                    new Parameter("channels", channels),
                    new Parameter("samples", samples));
        }
        return new PeakLayout(RawPeaks.of(channels, samples, dataTop, dataStart));
    }

    /// These peaks with the waveform of the top channels.
    public PeakLayout withDataTop() {
        return of(channels(), samples(), true, hasDataStart());
    }

    /// These peaks with their first samples at full resolution.
    public PeakLayout withDataStart() {
        return of(channels(), samples(), hasDataTop(), true);
    }

    /// Bytes of a peak.
    public int stride() {
        return raw.stride();
    }

    /// How many channels the arrays by channel have.
    public int channels() {
        return raw.channels();
    }

    /// How many samples the waveforms have.
    public int samples() {
        return raw.samples();
    }

    /// True if peaks have the waveform of the top channels.
    public boolean hasDataTop() {
        return raw.dataTop() >= 0;
    }

    /// True if peaks have their first samples.
    public boolean hasDataStart() {
        return raw.dataStart() >= 0;
    }

    /// The layout as loops read it.
    RawPeaks raw() {
        return raw;
    }
}
