package dev.sluice.waveform;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.feature.BaselineKernel;
import dev.sluice.kernels.feature.BaselineResults;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.function.Consumer;

/// Baseline and rms of every waveform: the kernel, bound to fields by name.
///
/// Reads the fields that [WaveformFields] finds, and `record_i`, if the input has it, as the number of a fragment in
/// its pulse. Where it has integer fields `time` and `dt` too, a fragment is of the pulse that they give, else of the
/// last one of its channel. Writes the float32 fields `baseline` and, if the results have it, `baseline_rms`. The
/// formulas are those of [BaselineKernel]. Immutable, owns no memory, and usable from any thread as long as each stream
/// has its own [ChannelBaselines].
public final class BaselineBinding {
    private static final String FRAGMENT = "record_i";
    private static final String TIME = "time";
    private static final String DT = "dt";

    private final Binding types;
    private final BaselineKernel kernel;

    private BaselineBinding(Binding types, BaselineKernel kernel) {
        this.types = types;
        this.kernel = kernel;
    }

    /// Binds waveforms of type `input` to results of type `output`; `settings` sets the rest.
    ///
    /// @throws IllegalArgumentException if a field is missing or of a type that the kernel does not know
    public static BaselineBinding between(
            RecordType input, RecordType output, Consumer<BaselineKernel.Builder> settings) {
        Binding types = new Binding(input, output);
        BaselineResults results = BaselineResults.of(
                output.size(),
                types.offset("baseline", FieldType.FLOAT32),
                types.offsetOrElse("baseline_rms", FieldType.FLOAT32, BaselineResults.NOT_WANTED));
        return new BaselineBinding(types, kernel(input, results, settings));
    }

    /// The kernel itself, for waveforms of type `input`; where its results lie is the caller's.
    ///
    /// @throws IllegalArgumentException if a field is missing or of a type that the kernel does not know
    public static BaselineKernel kernel(
            RecordType input, BaselineResults results, Consumer<BaselineKernel.Builder> settings) {
        BaselineKernel.Builder builder =
                BaselineKernel.of(WaveformFields.layout(input)).results(results);
        if (input.has(FRAGMENT)) {
            builder.fragments(WaveformFields.column(input.field(FRAGMENT)));
            if (isInteger(input, TIME) && isInteger(input, DT)) {
                builder.pulseTimes(integer(input.field(TIME)), integer(input.field(DT)));
            }
        }
        settings.accept(builder);
        return builder.build();
    }

    private static boolean isInteger(RecordType input, String name) {
        return input.has(name)
                && input.field(name).isScalar()
                && input.field(name).type().isInteger();
    }

    /// Kernels read no uint64; differences of times are the same in int64.
    private static Column integer(Field field) {
        return field.type().equals(FieldType.UINT64)
                ? new Column(ScalarType.INT64, field.offset())
                : WaveformFields.column(field);
    }

    /// Computes the results of all `waveforms` into the records of `results`, one each; fragments take the baseline of
    /// their channel out of `channels`. Allocates nothing.
    ///
    /// @throws IllegalArgumentException if the types are not those of the binding, the counts differ, or a fragment is
    ///     refused
    public void apply(Records waveforms, Records results, ChannelBaselines channels) {
        if (!types.admits(waveforms, results)) {
            return;
        }
        if (kernel.hasFragments()) {
            kernel.compute(
                    waveforms.segment(),
                    waveforms.byteOffset(),
                    waveforms.count(),
                    results.segment(),
                    results.byteOffset(),
                    channels);
        } else {
            kernel.compute(
                    waveforms.segment(),
                    waveforms.byteOffset(),
                    waveforms.count(),
                    results.segment(),
                    results.byteOffset());
        }
    }
}
