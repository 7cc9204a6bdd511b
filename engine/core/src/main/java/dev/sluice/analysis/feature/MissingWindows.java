package dev.sluice.analysis.feature;

import dev.sluice.analysis.ChannelSettings;
import dev.sluice.analysis.NonFiniteRecords;
import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.Tally;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.MissingSamples;
import java.util.ArrayList;
import java.util.List;

/// Counts the waveforms that lack what a plugin computes from, each reason in one note of the run. Of one worker.
public final class MissingWindows {
    /// What takes the pulses of fragments as a whole.
    public static final String WHOLE = "records, hits and peaks take pulses as a whole";

    private static final String FRAGMENT = "record_i";

    private record Counted(MissingSamples missing, Tally tally) {}

    private final List<Counted> reasons = new ArrayList<>();
    private final PluginContext context;
    private final ChannelSettings settings;
    private final RecordType waveforms;
    private String outcome = "NaN";
    private LongField fragment;
    private Tally parted;
    private NonFiniteRecords nonFinite;

    /// Counts among the first input of a plugin whose ranges are one for all channels.
    public MissingWindows(PluginContext context) {
        this(context, null);
    }

    /// Counts among the first input of the plugin, with these settings.
    public MissingWindows(PluginContext context, ChannelSettings settings) {
        this.context = context;
        this.settings = settings;
        this.waveforms = context.inputType();
    }

    /// The rule for windows without samples: values are 0 or NaN.
    MissingWindows rule(EmptyWindow rule) {
        outcome = rule == EmptyWindow.ZERO ? "0" : "NaN";
        return this;
    }

    /// Counts waveforms without a sample in the range of an option; `values` are what is computed from it.
    MissingWindows range(Option<ChannelRanges> option, String values) {
        SampleRange range = settings.range(option);
        String sentence = noSample(option.name(), range) + values + " " + outcome + " there; " + remedy(option.name());
        reasons.add(new Counted(MissingSamples.in(range, waveforms), context.tally(sentence)));
        return this;
    }

    /// Counts waveforms without a baseline; `values` are what is computed from it, with their verb.
    public MissingWindows baseline(Option<ChannelRanges> option, String values) {
        return baseline(option.name(), settings.range(option), values);
    }

    /// The same for a range that is one for all channels.
    public MissingWindows baseline(String option, SampleRange range, String values) {
        boolean carried = waveforms.has("baseline");
        String reason = carried ? "the baseline of {records} is NaN: " : noSample(option, range);
        String result = carried ? "NaN" : outcome;
        String sentence = reason + values + " " + result + " there" + (carried ? "" : "; " + remedy(option));
        reasons.add(new Counted(MissingSamples.ofBaseline(range, waveforms), context.tally(sentence)));
        return this;
    }

    /// Counts waveforms without a baseline, which then have no hits.
    public MissingWindows hits(Option<ChannelRanges> option, EmptyWindow rule) {
        if (rule == EmptyWindow.ZERO && !waveforms.has("baseline")) {
            return rule(rule).baseline(option, "the baseline is");
        }
        SampleRange range = settings.range(option);
        boolean carried = waveforms.has("baseline");
        String sentence = carried
                ? "the baseline of {records} is NaN: no hit is found there"
                : noSample(option.name(), range) + "no hit is found there; " + remedy(option.name());
        reasons.add(new Counted(MissingSamples.ofBaseline(range, waveforms), context.tally(sentence)));
        return this;
    }

    private static String noSample(String option, SampleRange range) {
        return "no sample of " + option + "=" + range + " in {records}: ";
    }

    private static String remedy(String option) {
        return "set " + option + " to samples that the records have; inspect INPUT shows where pulses are";
    }

    /// The kernel, and what is counted after it.
    RowKernels.Kernel after(RowKernels.Kernel kernel) {
        return (waveforms, results) -> {
            kernel.apply(waveforms, results);
            countReasons(waveforms);
            if (nonFinite != null) {
                nonFinite.count(waveforms, results);
            }
        };
    }

    /// Counts waveforms whose samples are NaN or infinite; `consequence` says in a clause what that does to results.
    public MissingWindows samples(String consequence) {
        nonFinite = NonFiniteRecords.of(context, consequence);
        return this;
    }

    /// Counts waveforms that go on a pulse of another: what is computed of each by itself begins anew there. `remedy`
    /// says what takes pulses as a whole.
    public MissingWindows fragments(String remedy) {
        if (waveforms.has(FRAGMENT) && waveforms.field(FRAGMENT).isScalar()) {
            fragment = waveforms.longField(FRAGMENT);
            parted = context.tally(
                    "in {records} a pulse goes on from the record before, but each is taken by itself; " + remedy);
        }
        return this;
    }

    private static long parts(LongField fragment, Records records) {
        long parts = 0;
        for (long i = 0; i < records.count(); i++) {
            parts += fragment.get(records, i) > 0 ? 1 : 0;
        }
        return parts;
    }

    /// Counts these waveforms, whatever their results are.
    public void count(Records records) {
        countReasons(records);
        if (nonFinite != null) {
            nonFinite.count(records);
        }
    }

    private void countReasons(Records records) {
        if (fragment != null) {
            parted.add(parts(fragment, records));
        }
        for (int i = 0; i < reasons.size(); i++) {
            Counted reason = reasons.get(i);
            reason.tally.add(reason.missing.count(records));
        }
    }
}
