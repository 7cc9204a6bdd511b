package dev.sluice.waveform;

import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.feature.PeakChargeKernel;
import dev.sluice.kernels.feature.PeakChargeResults;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// Peak-to-peak height and baseline-subtracted charge of every waveform: the kernel, bound to fields by name.
///
/// Reads the fields that [WaveformFields] finds, writes the float32 fields `peak` and `charge`, and `baseline` if the
/// results have it; the formulas are those of [PeakChargeKernel]. Bind once and apply to chunk after chunk:
///
///     PeakCharge kernel = PeakCharge.between(WAVEFORMS, FEATURES).ranges(peakRange, chargeRange);
///     kernel.apply(waveforms, features);
///
/// or in one line: `PeakCharge.of(waveforms).ranges(peakRange, chargeRange).into(features)`. Immutable: every method
/// that sets something returns another binding. A binding may be used by any number of threads, and owns no memory.
public final class PeakCharge {
    private static final int REMEMBERED = 4;

    /// The bindings that one-line calls built last, newest first: the next chunk most likely wants one of them. The
    /// array is replaced, never changed; a lost race costs a build.
    private static volatile PeakCharge[] recent = {};

    private final Binding types;
    private final PeakChargeSettings settings;
    private final PeakChargeKernel kernel;

    private PeakCharge(Binding types, PeakChargeSettings settings) {
        this.types = types;
        this.settings = settings;
        this.kernel = PeakChargeKernel.of(WaveformFields.layout(types.input()))
                .peakRange(settings.peakRange())
                .chargeRange(settings.chargeRange())
                .baselineRange(settings.baselineRange())
                .polarities(settings.polarities())
                .emptyWindow(settings.empty())
                .results(new PeakChargeResults(
                        types.output().size(),
                        types.offset("peak", FieldType.FLOAT32),
                        types.offset("charge", FieldType.FLOAT32),
                        types.offsetOrElse("baseline", FieldType.FLOAT32, PeakChargeResults.NOT_WANTED)))
                .build();
    }

    /// Binds waveforms of type `input` to results of type `output`, with the default ranges and polarity.
    ///
    /// @throws IllegalArgumentException if a field is missing or of a type that the kernel does not know
    public static PeakCharge between(RecordType input, RecordType output) {
        return new PeakCharge(new Binding(input, output), PeakChargeSettings.DEFAULT);
    }

    /// Starts the one-line form for these waveforms.
    public static PeakChargeCall of(Records waveforms) {
        return new PeakChargeCall(waveforms, PeakChargeSettings.DEFAULT);
    }

    /// The same binding with other ranges: samples searched for the peak, and summed for the charge.
    public PeakCharge ranges(SampleRange peakRange, SampleRange chargeRange) {
        return new PeakCharge(types, settings.ranges(peakRange, chargeRange));
    }

    /// The same binding with another range of samples averaged for the baseline, where the input carries none.
    public PeakCharge baselineRange(SampleRange range) {
        return new PeakCharge(types, settings.baselineRange(range));
    }

    /// The same binding with other polarities.
    public PeakCharge polarities(Polarities polarities) {
        return new PeakCharge(types, settings.polarities(polarities));
    }

    /// The same binding with another rule for windows of which a record has no sample; NaN unless set.
    public PeakCharge emptyWindow(EmptyWindow rule) {
        return new PeakCharge(types, settings.emptyWindow(rule));
    }

    /// Computes the results of all `waveforms` into the records of `results`, one each. Allocates nothing.
    ///
    /// @throws IllegalArgumentException if the types are not those of the binding or the counts differ
    public void apply(Records waveforms, Records results) {
        if (types.admits(waveforms, results)) {
            kernel.compute(
                    waveforms.segment(),
                    waveforms.byteOffset(),
                    waveforms.count(),
                    results.segment(),
                    results.byteOffset());
        }
    }

    /// The binding for these types and settings: a remembered one, or a new one in place of the oldest. A hit
    /// allocates nothing.
    static PeakCharge recall(RecordType input, RecordType output, PeakChargeSettings settings) {
        PeakCharge[] known = recent;
        for (PeakCharge binding : known) {
            if (binding.serves(input, output, settings)) {
                return binding;
            }
        }
        PeakCharge made = new PeakCharge(new Binding(input, output), settings);
        PeakCharge[] renewed = new PeakCharge[Math.min(known.length + 1, REMEMBERED)];
        System.arraycopy(known, 0, renewed, 1, renewed.length - 1);
        renewed[0] = made;
        recent = renewed;
        return made;
    }

    private boolean serves(RecordType waveforms, RecordType results, PeakChargeSettings wanted) {
        return settings.equals(wanted)
                && types.input().sameLayout(waveforms)
                && types.output().sameLayout(results);
    }

    PeakChargeKernel kernel() {
        return kernel;
    }
}
