package dev.sluice.session.inspection;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.kernels.SampleRange;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.Field;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import dev.sluice.waveform.PulseSurvey;
import dev.sluice.waveform.WaveformFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where the pulses of an input are, by a sample of its records, and the ranges that fit them. Stateless.
final class PulseFacts {
    private static final int MOST_RECORDS = 500;
    private static final int CHUNK_RECORDS = 100;
    private static final int PARTS = 64;
    private static final String STEPS = "▁▂▃▄▅▆▇█";

    private PulseFacts() {}

    /// By the first records of a source.
    static Map<String, Object> of(SourcePlugin source) {
        String dataType = source.spec().provides();
        PulseSurvey survey = new PulseSurvey(source.spec().type(), MOST_RECORDS);
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("inspection")
                        .workers(1)
                        .chunkRecords(CHUNK_RECORDS)
                        .onError(FailurePolicy.SKIP)
                        .getStream(dataType)) {
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length() && survey.records() < MOST_RECORDS; i++) {
                    survey.add(chunk.records(), i);
                }
                if (survey.records() >= MOST_RECORDS) {
                    break;
                }
            }
        }
        return facts(survey);
    }

    /// By records from all over a file; nothing if they have no samples that kernels read.
    static Map<String, Object> of(Records records) {
        Optional<Field> wave = WaveformFields.samples(records.type());
        boolean read = wave.isPresent()
                && wave.get().shape().size() == 1
                && wave.get().elements() > 0
                && (wave.get().type().isInteger() || wave.get().type().isFloat());
        if (!read || records.count() == 0) {
            return Map.of();
        }
        PulseSurvey survey = new PulseSurvey(records.type(), MOST_RECORDS);
        long step = Math.max(1, records.count() / MOST_RECORDS);
        for (long i = 0; i < records.count() && survey.records() < MOST_RECORDS; i += step) {
            survey.add(records, i);
        }
        return facts(survey);
    }

    private static Map<String, Object> facts(PulseSurvey survey) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (survey.records() == 0) {
            return facts;
        }
        Optional<SampleRange> seen = survey.samples();
        facts.put("pulses", seen.map(range -> told(survey, range)).orElseGet(() -> none(survey)));
        if (seen.isPresent()) {
            facts.put("ranges", ranges(survey));
            facts.put("mean_pulse", drawn(survey.mean(PARTS)));
        }
        return facts;
    }

    private static String told(PulseSurvey survey, SampleRange range) {
        return String.format(
                Locale.ROOT,
                "in %d of %d records looked at, at samples %s, %s-going, %.0f ADC counts high on average, noise %.1f",
                survey.pulses(),
                survey.records(),
                range,
                survey.isPositive() ? "positive" : "negative",
                survey.meanHeight(),
                survey.meanNoise());
    }

    private static String none(PulseSurvey survey) {
        return String.format(
                Locale.ROOT,
                "none in %d records looked at: nothing is %.0f times the noise of %.1f ADC counts high",
                survey.records(),
                PulseSurvey.NOISES,
                survey.meanNoise());
    }

    /// What to set, as the options of `run` are written.
    private static List<String> ranges(PulseSurvey survey) {
        SampleRange pulse = survey.pulseRange().orElseThrow();
        String baseline = survey.baselineRange()
                .map(range -> "--set baseline_range=" + range + " ")
                .orElse("");
        String polarity = survey.isPositive() ? "positive" : "negative";
        return List.of(baseline + "--set peak_range=" + pulse + " --set charge_range=" + pulse + " --set polarity="
                + polarity);
    }

    /// The mean of the records as a line of blocks, each as high as the samples that it stands for.
    private static String drawn(double[] mean) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double part : mean) {
            least = Math.min(least, part);
            greatest = Math.max(greatest, part);
        }
        StringBuilder line = new StringBuilder();
        for (double part : mean) {
            double share = greatest > least ? (part - least) / (greatest - least) : 0;
            line.append(STEPS.charAt((int) Math.round(share * (STEPS.length() - 1))));
        }
        return line + String.format(Locale.ROOT, " (%.0f to %.0f ADC counts)", least, greatest);
    }
}
