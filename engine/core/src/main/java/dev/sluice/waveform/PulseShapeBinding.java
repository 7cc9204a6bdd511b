package dev.sluice.waveform;

import dev.sluice.kernels.feature.PulseShapeKernel;
import dev.sluice.kernels.feature.PulseShapeResults;
import dev.sluice.kernels.feature.PulseShapeValue;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.function.Consumer;

/// Edge times, widths, charge quantiles and tail-to-total ratio of every waveform: the kernel, bound to fields by name.
///
/// Reads the fields that [WaveformFields] finds, and writes those of these float32 fields that the results have:
/// `peak_position`, `peak_height`, `rise_time_samples`, `fall_time_samples`, `width_samples`, `total_width_samples`,
/// `constant_fraction_time_samples`, `t_low_samples`, `t_high_samples`, `width_integral_samples`, `q_total` and
/// `tail_to_total`. The formulas are those of [PulseShapeKernel]. Immutable, safe from any thread, owns no memory.
public final class PulseShapeBinding {
    private final Binding types;
    private final PulseShapeKernel kernel;

    private PulseShapeBinding(Binding types, PulseShapeKernel kernel) {
        this.types = types;
        this.kernel = kernel;
    }

    /// Binds waveforms of type `input` to results of type `output`; `settings` sets the rest.
    ///
    /// @throws IllegalArgumentException if a field is missing or of a type that the kernel does not know
    public static PulseShapeBinding between(
            RecordType input, RecordType output, Consumer<PulseShapeKernel.Builder> settings) {
        Binding types = new Binding(input, output);
        PulseShapeResults results = PulseShapeResults.of(output.size());
        for (PulseShapeValue value : PulseShapeValue.values()) {
            if (output.has(fieldName(value))) {
                results = results.with(value, types.offset(fieldName(value), FieldType.FLOAT32));
            }
        }
        PulseShapeKernel.Builder builder =
                PulseShapeKernel.of(WaveformFields.layout(input)).results(results);
        settings.accept(builder);
        return new PulseShapeBinding(types, builder.build());
    }

    private static String fieldName(PulseShapeValue value) {
        return switch (value) {
            case PEAK_POSITION -> "peak_position";
            case PEAK_HEIGHT -> "peak_height";
            case RISE_TIME -> "rise_time_samples";
            case FALL_TIME -> "fall_time_samples";
            case WIDTH -> "width_samples";
            case TOTAL_WIDTH -> "total_width_samples";
            case CONSTANT_FRACTION_TIME -> "constant_fraction_time_samples";
            case QUANTILE_LOW -> "t_low_samples";
            case QUANTILE_HIGH -> "t_high_samples";
            case QUANTILE_WIDTH -> "width_integral_samples";
            case POSITIVE_CHARGE -> "q_total";
            case TAIL_TO_TOTAL -> "tail_to_total";
        };
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
}
