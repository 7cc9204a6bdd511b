package dev.sluice.plugins;

import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.Tally;
import dev.sluice.record.FloatField;
import dev.sluice.record.Records;

/// Counts results whose field `baseline` is NaN, in one note of the run. Of one worker.
final class MissingBaselines {
    private final FloatField baseline;
    private final Tally tally;

    private MissingBaselines(FloatField baseline, Tally tally) {
        this.baseline = baseline;
        this.tally = tally;
    }

    /// Counts among the results of the plugin, under this sentence.
    static MissingBaselines of(PluginContext context, String sentence) {
        return new MissingBaselines(context.outputType().floatField("baseline"), context.tally(sentence));
    }

    /// Counts these results.
    void count(Records results) {
        long missing = 0;
        for (long i = 0; i < results.count(); i++) {
            missing += Float.isNaN(baseline.get(results, i)) ? 1 : 0;
        }
        tally.add(missing);
    }
}
