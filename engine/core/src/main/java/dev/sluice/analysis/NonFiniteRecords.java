package dev.sluice.analysis;

import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.Tally;
import dev.sluice.record.DoubleField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.NonFiniteSamples;

/// Counts waveforms whose samples are NaN or infinite, in one note of the run, which names the first. Of one worker.
public final class NonFiniteRecords {
    private final NonFiniteSamples samples;
    private final RecordType waveforms;
    private final DoubleField[] values;
    private final Tally tally;

    private NonFiniteRecords(NonFiniteSamples samples, PluginContext context, String consequence) {
        this.samples = samples;
        this.waveforms = context.inputType();
        RecordType results = context.outputType();
        this.values = results.fields().stream()
                .filter(field -> field.isScalar() && field.type().isFloat())
                .map(field -> results.doubleField(field.name()))
                .toArray(DoubleField[]::new);
        this.tally = context.tally(
                "in {records} a sample or the baseline is NaN or infinite, the first at time={first}: " + consequence);
    }

    /// Counts among the first input of the plugin; null where its samples are integers, which are always finite.
    public static NonFiniteRecords of(PluginContext context, String consequence) {
        return NonFiniteSamples.of(context.inputType())
                .map(samples -> new NonFiniteRecords(samples, context, consequence))
                .orElse(null);
    }

    /// Counts among all these waveforms.
    public void count(Records waveforms) {
        for (long i = 0; i < waveforms.count(); i++) {
            look(waveforms, i);
        }
    }

    /// Counts among those whose results are not finite: most need no look at their samples then.
    public void count(Records waveforms, Records results) {
        for (long i = 0; i < waveforms.count(); i++) {
            if (!isFinite(results, i)) {
                look(waveforms, i);
            }
        }
    }

    private boolean isFinite(Records results, long index) {
        for (DoubleField value : values) {
            if (!Double.isFinite(value.get(results, index))) {
                return false;
            }
        }
        return true;
    }

    private void look(Records records, long index) {
        if (samples.isIn(records, index)) {
            tally.add(1, waveforms.times().start(records, index));
        }
    }
}
