package dev.sluice.waveform;

import dev.sluice.kernels.feature.BasicFeaturesKernel;
import dev.sluice.kernels.feature.BasicFeaturesResults;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.function.Consumer;

/// Height, amplitude, area and greatest difference of every waveform: the kernel, bound to fields by name.
///
/// Reads the fields that [WaveformFields] finds, writes the float32 fields `height`, `amp`, `area` and `max_abs_diff`;
/// the formulas are those of [BasicFeaturesKernel]. Immutable, safe from any thread, owns no memory.
public final class BasicFeaturesBinding {
    private final Binding types;
    private final BasicFeaturesKernel kernel;

    private BasicFeaturesBinding(Binding types, BasicFeaturesKernel kernel) {
        this.types = types;
        this.kernel = kernel;
    }

    /// Binds waveforms of type `input` to results of type `output`; `settings` sets the rest.
    ///
    /// @throws IllegalArgumentException if a field is missing or of a type that the kernel does not know
    public static BasicFeaturesBinding between(
            RecordType input, RecordType output, Consumer<BasicFeaturesKernel.Builder> settings) {
        Binding types = new Binding(input, output);
        BasicFeaturesKernel.Builder builder = BasicFeaturesKernel.of(WaveformFields.layout(input))
                .results(new BasicFeaturesResults(
                        output.size(),
                        types.offset("height", FieldType.FLOAT32),
                        types.offset("amp", FieldType.FLOAT32),
                        types.offset("area", FieldType.FLOAT32),
                        types.offset("max_abs_diff", FieldType.FLOAT32)));
        settings.accept(builder);
        return new BasicFeaturesBinding(types, builder.build());
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
