package dev.sluice.analysis.feature;

import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.Tally;
import dev.sluice.record.FloatField;
import dev.sluice.record.Records;
import dev.sluice.waveform.NonFiniteSamples;

/// Counts results whose field `baseline` is NaN although all samples are numbers, in one note of the run. Of one
/// worker.
public final class MissingBaselines {
    private static final int BLOCK = 256;

    private final float[] block = new float[BLOCK];
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
        for (long from = 0; from < results.count(); from += BLOCK) {
            int count = (int) Math.min(BLOCK, results.count() - from);
            baseline.column(results, from, count, block);
            if (isAnyMissing(count)) {
                missing += missing(waveforms, from, count);
            }
        }
        tally.add(missing);
    }

    /// A sum is NaN if one of the numbers is, or two of them are infinite, which is looked at again.
    private boolean isAnyMissing(int count) {
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum += block[i];
        }
        return Float.isNaN(sum);
    }

    private long missing(Records waveforms, long from, int count) {
        long missing = 0;
        for (int i = 0; i < count; i++) {
            boolean none = Float.isNaN(block[i]);
            missing += none && (samples == null || !samples.isIn(waveforms, from + i)) ? 1 : 0;
        }
        return missing;
    }
}
