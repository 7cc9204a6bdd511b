package dev.sluice.analysis.feature;

import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.Tally;
import dev.sluice.record.FloatField;
import dev.sluice.record.Records;
import dev.sluice.waveform.NonFiniteSamples;

/// Counts results whose field `baseline` is NaN although all samples are numbers, in one note of the run. Of one
/// worker.
public final class MissingBaselines {
    private final FloatField baseline;
    private final NonFiniteSamples samples;
    private final Tally tally;

    private MissingBaselines(PluginContext context, String sentence) {
        this.baseline = context.outputType().floatField("baseline");
        this.samples = NonFiniteSamples.of(context.inputType()).orElse(null);
        this.tally = context.tally(sentence);
    }

    /// Counts among the results of the plugin, under this sentence.
    public static MissingBaselines of(PluginContext context, String sentence) {
        return new MissingBaselines(context, sentence);
    }

    /// Counts the results of these waveforms.
    public void count(Records waveforms, Records results) {
        long missing = 0;
        for (long i = 0; i < results.count(); i++) {
            boolean none = Float.isNaN(baseline.get(results, i));
            missing += none && (samples == null || !samples.isIn(waveforms, i)) ? 1 : 0;
        }
        tally.add(missing);
    }
}
