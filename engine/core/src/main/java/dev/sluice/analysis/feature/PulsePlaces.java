package dev.sluice.analysis.feature;

import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.kernels.channel.ChannelValues;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.record.Records;
import dev.sluice.waveform.PulseSurvey;
import dev.sluice.waveform.WaveformFields;
import java.util.ArrayList;
import java.util.List;

/// Says in one note of the run that ranges of samples miss the pulses, where the first records show pulses elsewhere.
/// Of one worker: that of the run's first chunk looks, once.
final class PulsePlaces {
    private static final int MOST_RECORDS = 64;
    private static final int MOST_SAMPLES = 8_192;
    /// A survey of longer waveforms takes too much of the heap for a note.
    private static final int LONGEST = 1 << 18;

    private static final double MOST_MISSED = 0.9;
    private static final int FEWEST = 5;

    private final PluginContext context;
    private final List<Option<ChannelRanges>> ranges;
    private boolean looked;

    /// Looks whether pulses have their highest samples in the ranges of these options.
    PulsePlaces(PluginContext context, List<Option<ChannelRanges>> ranges) {
        this.context = context;
        this.ranges = List.copyOf(ranges);
    }

    /// Looks at waveforms that are of chunk number `chunk` of the run.
    void look(long chunk, Records waveforms) {
        if (chunk != 0
                || looked
                || WaveformFields.samples(waveforms.type()).orElseThrow().elements() > LONGEST) {
            return;
        }
        looked = true;
        PulseSurvey survey = survey(waveforms);
        List<String> missing = new ArrayList<>();
        List<String> remedy = new ArrayList<>();
        for (Option<ChannelRanges> option : ranges) {
            // The survey does not distinguish channels.
            ChannelValues<SampleRange> set = context.get(option).values();
            SampleRange range = set.otherwise();
            if (set.isUniform() && survey.pulses() - survey.peaksIn(range) > MOST_MISSED * survey.pulses()) {
                missing.add(option.name() + "=" + range);
                survey.pulseRange().ifPresent(seen -> remedy.add(option.name() + "=" + seen));
            }
        }
        if (survey.pulses() >= FEWEST && !missing.isEmpty()) {
            tell(survey, missing, remedy);
        }
    }

    /// By so few records that a run of a small file starts no later.
    private static PulseSurvey survey(Records waveforms) {
        PulseSurvey survey = new PulseSurvey(waveforms.type(), MOST_RECORDS);
        int most = Math.clamp(MOST_SAMPLES / survey.longest(), FEWEST + 3, MOST_RECORDS);
        for (long i = 0; i < Math.min(most, waveforms.count()); i++) {
            survey.add(waveforms, i);
        }
        return survey;
    }

    private void tell(PulseSurvey survey, List<String> missing, List<String> remedy) {
        String sentence = "pulses lie at samples " + survey.samples().orElseThrow() + " in {records} of the first "
                + survey.records() + ", which " + String.join(" and ", missing)
                + (missing.size() == 1 ? " misses" : " miss") + "; set " + String.join(" and ", remedy)
                + ", or see inspect INPUT";
        context.tally(sentence).add(survey.pulses());
    }
}
