package dev.sluice.plugins;

import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.SampleRange;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.Tally;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.MissingSamples;
import java.util.ArrayList;
import java.util.List;

/// Counts the waveforms that lack what a plugin computes from, each reason in one note of the run. Of one worker.
final class MissingWindows {
    private record Counted(MissingSamples missing, Tally tally) {}

    private final List<Counted> reasons = new ArrayList<>();
    private final PluginContext context;
    private final RecordType waveforms;
    private String outcome = "NaN";

    /// Counts among the first input of the plugin.
    MissingWindows(PluginContext context) {
        this.context = context;
        this.waveforms = context.inputType();
    }

    /// The rule for windows without samples: values are 0 or NaN.
    MissingWindows rule(EmptyWindow rule) {
        outcome = rule == EmptyWindow.ZERO ? "0" : "NaN";
        return this;
    }

    /// Counts waveforms without a sample in the range of an option; `values` are what is computed from it.
    MissingWindows range(Option<SampleRange> option, String values) {
        SampleRange range = context.get(option);
        String sentence = noSample(option, range) + values + " " + outcome + " there; " + remedy(option);
        reasons.add(new Counted(MissingSamples.in(range, waveforms), context.tally(sentence)));
        return this;
    }

    /// Counts waveforms without a baseline; `values` are what is computed from it, with their verb.
    MissingWindows baseline(Option<SampleRange> option, String values) {
        SampleRange range = context.get(option);
        boolean carried = waveforms.has("baseline");
        String reason = carried ? "the baseline of {records} is NaN: " : noSample(option, range);
        String result = carried ? "NaN" : outcome;
        String sentence = reason + values + " " + result + " there" + (carried ? "" : "; " + remedy(option));
        reasons.add(new Counted(MissingSamples.ofBaseline(range, waveforms), context.tally(sentence)));
        return this;
    }

    /// Counts waveforms without a baseline, which then have no hits.
    MissingWindows hits(Option<SampleRange> option, EmptyWindow rule) {
        if (rule == EmptyWindow.ZERO && !waveforms.has("baseline")) {
            return rule(rule).baseline(option, "the baseline is");
        }
        SampleRange range = context.get(option);
        boolean carried = waveforms.has("baseline");
        String sentence = carried
                ? "the baseline of {records} is NaN: no hit is found there"
                : noSample(option, range) + "no hit is found there; " + remedy(option);
        reasons.add(new Counted(MissingSamples.ofBaseline(range, waveforms), context.tally(sentence)));
        return this;
    }

    private static String noSample(Option<SampleRange> option, SampleRange range) {
        return "no sample of " + option.name() + "=" + range + " in {records}: ";
    }

    private static String remedy(Option<SampleRange> option) {
        return "set " + option.name() + " to samples that the records have; inspect INPUT shows where pulses are";
    }

    /// Counts these waveforms.
    void count(Records records) {
        for (int i = 0; i < reasons.size(); i++) {
            Counted reason = reasons.get(i);
            reason.tally.add(reason.missing.count(records));
        }
    }
}
