package dev.sluice.waveform;

import dev.sluice.kernels.FragmentLayout;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.RecordType;
import java.util.List;

/// The record types of strax for pulses in fragments, and what fits them. Stateless.
///
/// Times are in ns and disjoint: a chunk of strax ends in a gap. Titles are left out; [#requireFragments] does not look
/// at them.
public final class StraxTypes {
    /// Samples of a fragment unless strax was set otherwise.
    public static final int SAMPLES = 110;

    /// The name under which sources provide raw records.
    public static final String RAW_RECORDS = "raw_records";

    /// A hit in a fragment.
    public static final RecordType HIT = RecordType.of(
                    "time:<i8",
                    "length:<i4",
                    "dt:<i2",
                    "channel:<i2",
                    "area:<f4",
                    "left:<i2",
                    "right:<i2",
                    "left_integration:<i2",
                    "right_integration:<i2",
                    "record_i:<i4",
                    "threshold:<f4",
                    "height:<f4",
                    "max_time:<i8")
            .documented(FieldDocs.CUSTOMARY
                    .with("time", "time", "start of the hit: of its first sample over threshold", "never missing")
                    .with("length", "samples", "samples over threshold: right less left", "never missing")
                    .with("channel", "index", "number of the channel", "never missing")
                    .with(
                            "area",
                            "ADC counts x samples",
                            "sum of the samples over threshold, with the fraction of the baseline",
                            "never missing")
                    .with(
                            "left",
                            "samples",
                            "number of the first sample over threshold, in its record",
                            "never missing")
                    .with("right", "samples", "number of the sample after the last over threshold", "never missing")
                    .with(
                            "left_integration",
                            "samples",
                            "where the hit's extension begins; below 0 in the fragment before",
                            "never missing")
                    .with(
                            "right_integration",
                            "samples",
                            "where it ends; above the record's length in the fragment after",
                            "never missing")
                    .with(
                            "record_i",
                            "index",
                            "index of the hit's record in the run, from 0",
                            "-1 where it is not known")
                    .with("threshold", "ADC counts", "what a sample had to reach", "never missing")
                    .with("height", "ADC counts", "highest sample over the baseline", "never missing")
                    .with("max_time", "time", "time of that sample", "never missing"))
            .disjoint();

    private StraxTypes() {}

    /// What digitisers give: fragments with room for so many samples.
    public static RecordType rawRecord(int samples) {
        return RecordType.builder()
                .field("time", "<i8")
                .field("length", "<i4")
                .field("dt", "<i2")
                .field("channel", "<i2")
                .field("pulse_length", "<i4")
                .field("record_i", "<i2")
                .field("baseline", "<i2")
                .field("data", "<i2", new FragmentLayout(samples).samples())
                .build()
                .documented(FieldDocs.CUSTOMARY
                        .with("time", "time", "start of the fragment", "never missing")
                        .with("channel", "index", "number of the channel", "never missing")
                        .with(
                                "pulse_length",
                                "samples",
                                "length of the whole pulse that the fragment is part of",
                                "never missing")
                        .with("record_i", "index", "number of the fragment in its pulse, from 0", "never missing")
                        .with(
                                "baseline",
                                "ADC counts",
                                "baseline as the digitiser gives it; it is not used",
                                "0 where it gives none")
                        .with(
                                "data",
                                "ADC counts",
                                "samples as digitised, of which the first length are valid",
                                "samples after length mean nothing"))
                .disjoint();
    }

    /// Fragments whose baseline is subtracted.
    public static RecordType record(int samples) {
        return RecordType.builder()
                .field("time", "<i8")
                .field("length", "<i4")
                .field("dt", "<i2")
                .field("channel", "<i2")
                .field("pulse_length", "<i4")
                .field("record_i", "<i2")
                .field("area", "<i4")
                .field("reduction_level", "|u1")
                .field("baseline", "<f4")
                .field("baseline_rms", "<f4")
                .field("amplitude_bit_shift", "<i2")
                .field("data", "<i2", new FragmentLayout(samples).samples())
                .build()
                .documented(FieldDocs.CUSTOMARY
                        .with("time", "time", "start of the fragment", "never missing")
                        .with("channel", "index", "number of the channel", "never missing")
                        .with(
                                "pulse_length",
                                "samples",
                                "length of the whole pulse that the fragment is part of",
                                "never missing")
                        .with("record_i", "index", "number of the fragment in its pulse, from 0", "never missing")
                        .with(
                                "area",
                                "ADC counts x samples",
                                "sum of the valid samples over the baseline",
                                "never missing")
                        .with(
                                "reduction_level",
                                "index",
                                "how samples were cut away, by strax's numbers: 0 not, 2 outside of hits",
                                "never missing")
                        .with(
                                "baseline",
                                "ADC counts",
                                "mean of the first samples of the pulse, which is subtracted",
                                "NaN where the pulse has no samples")
                        .with(
                                "baseline_rms",
                                "ADC counts",
                                "standard deviation of these samples, of the population",
                                "NaN where the pulse was not seen to begin, or has no samples")
                        .with(
                                "amplitude_bit_shift",
                                "bits",
                                "samples are to be multiplied by 2 to this power",
                                "never missing")
                        .with(
                                "data",
                                "ADC counts",
                                "samples over the whole part of the baseline, pulses upwards",
                                "0 after length"))
                .disjoint();
    }

    /// Checks that fields of the same names and types lie at the same places, whatever their titles.
    ///
    /// @throws IllegalArgumentException if they do not; the message names both types
    public static void requireFragments(String what, RecordType expected, RecordType actual) {
        if (actual.has("board")) {
            throw new IllegalArgumentException(
                    "the " + what + " have a field board, which strax has not: its channel is"
                            + " the number in a channel map; number the channels of all boards through, and leave board out");
        }
        if (actual.has("data") && actual.field("data").elements() > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the " + what + " have " + actual.field("data").elements()
                            + " samples, but strax' hits count samples in int16, limit is " + Short.MAX_VALUE
                            + "; cut pulses into fragments of so many samples at most");
        }
        List<Field> wanted = expected.fields();
        boolean fits = expected.size() == actual.size()
                && wanted.size() == actual.fields().size();
        for (int i = 0; fits && i < wanted.size(); i++) {
            Field one = wanted.get(i);
            Field other = actual.fields().get(i);
            fits = one.name().equals(other.name())
                    && one.type().equals(other.type())
                    && one.shape().equals(other.shape())
                    && one.offset() == other.offset();
        }
        if (!fits) {
            throw new IllegalArgumentException("the " + what + " are " + actual.descr() + ", but strax has "
                    + expected.descr() + "; convert them, or make the plugin for as many samples as they have");
        }
    }
}
