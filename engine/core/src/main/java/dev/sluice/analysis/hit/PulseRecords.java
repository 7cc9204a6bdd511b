package dev.sluice.analysis.hit;

import dev.sluice.analysis.ChannelSettings;
import dev.sluice.analysis.feature.MissingBaselines;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.record.RecordsKernel;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;
import dev.sluice.waveform.StraxTypes;
import java.util.List;
import java.util.OptionalDouble;

/// Records of strax from its raw records: zeroed after their length, the baseline found and subtracted, integrated.
///
///     ./sluice run --target records --set baseline_samples=40 --set compatibility=strax
///
/// Baselines, samples and areas are in ADC counts (× samples). The formulas are those of
/// [dev.sluice.kernels.record.RecordsKernel]. The first fragment of a pulse must be in the chunk of the others: sources
/// cut chunks where no pulse goes on. Otherwise the run fails, unless there is a fallback. Under
/// [FailurePolicy#SKIP] such fragments get samples of 0 and a baseline of NaN, and their time is marked as lost.
public final class PulseRecords extends StreamingPlugin {
    /// The name under which raw records are expected.
    public static final String INPUT = StraxTypes.RAW_RECORDS;
    /// The name under which the records are provided.
    public static final String DATA_TYPE = "records";

    /// How many samples make a baseline.
    public static final Option<Long> BASELINE_SAMPLES = Option.integer(
                    "baseline_samples", 40, "samples at the start of a pulse averaged for the baseline")
            .unit("samples")
            .where(count -> count >= 1 && count <= Short.MAX_VALUE, "from 1 to 32767");
    /// The baseline where a first fragment is missing.
    public static final Option<OptionalDouble> FALLBACK_BASELINE = Option.optionalReal(
                    "fallback_baseline", "an error", "baseline of fragments whose first one is missing")
            .sets("fallback")
            .unit("ADC counts")
            .where(
                    baseline -> baseline.isEmpty() || Math.abs(baseline.getAsDouble()) <= 65_535,
                    "from -65535 to 65535");
    /// The direction of pulses.
    public static final Option<Polarities> POLARITY = Option.polarity(
            "pulse_polarity",
            "negative",
            "direction of pulses, which go up afterwards: negative, positive, or per channel 0:positive,1:negative");
    /// Whose results.
    public static final Option<String> COMPATIBILITY = Option.choice(
            "compatibility", "none", List.of("none", "strax"), "strax: its results bit for bit, faults included");

    private final FragmentLayout layout;

    /// Records of 110 samples.
    public PulseRecords() {
        this(StraxTypes.SAMPLES);
    }

    /// Records with room for so many samples, as many as the raw records have.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 32767
    public PulseRecords(int samples) {
        this.layout = new FragmentLayout(samples);
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, StraxTypes.record(layout.samples()))
                .dependsOn(INPUT)
                .onePerRecord()
                .version("1.2")
                .writesEveryField()
                .help("fragments of pulses with the baseline subtracted, as strax's records")
                .options(BASELINE_SAMPLES, FALLBACK_BASELINE, POLARITY, COMPATIBILITY);
    }

    @Override
    public Object prepare(PluginContext context) {
        StraxTypes.requireFragments("raw records", StraxTypes.rawRecord(layout.samples()), context.inputType());
        RecordsKernel.Builder kernel = RecordsKernel.of(layout)
                .baselineSamples(context.get(BASELINE_SAMPLES).intValue())
                .polarities(ChannelSettings.ofAll(context).polarities(POLARITY))
                .compatibility(Compatibility.parse(context.get(COMPATIBILITY)));
        context.get(FALLBACK_BASELINE).ifPresent(kernel::fallback);
        boolean skipping = context.failurePolicy() == FailurePolicy.SKIP;
        if (skipping) {
            kernel.zeroOrphans();
        }
        MissingBaselines missing = MissingBaselines.of(
                context, "no sample in {records} that begin a pulse: baseline and baseline_rms are NaN there");
        FragmentsWithoutBaseline orphans = skipping ? new FragmentsWithoutBaseline(context.outputType()) : null;
        return new Bound(kernel.build(), ChannelBaselines.ofAll(), missing, orphans);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records raw = in.records();
        if (raw.count() > 0) {
            context.prepared(Bound.class).compute(raw, out);
        }
    }

    /// The kernel and the baselines of one worker, which knows nothing of the chunks before.
    private record Bound(
            RecordsKernel kernel,
            ChannelBaselines baselines,
            MissingBaselines missing,
            FragmentsWithoutBaseline orphans) {
        void compute(Records raw, ChunkOutput out) {
            Records records = out.records(raw.count());
            baselines.clear();
            kernel.compute(
                    raw.segment(), raw.byteOffset(), raw.count(), records.segment(), records.byteOffset(), baselines);
            missing.count(raw, records);
            if (orphans != null) {
                orphans.mark(records, out);
            }
        }
    }
}
