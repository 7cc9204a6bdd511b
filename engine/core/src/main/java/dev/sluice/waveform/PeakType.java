package dev.sluice.waveform;

import dev.sluice.kernels.event.FindPeaksKernel;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.record.RecordTypeBuilder;
import java.util.Map;

/// The record type of strax' peaks, and what its kernels ask of hits and records. Stateless.
public final class PeakType {
    private static final int WIDTHS = 11;
    private static final Map<String, Integer> HIT_FIELDS =
            Map.of("time", 0, "length", 8, "dt", 12, "channel", 14, "area", 16, "record_i", 28);
    private static final Map<String, Integer> RECORD_FIELDS =
            Map.of("time", 0, "length", 8, "dt", 12, "baseline", 27, "amplitude_bit_shift", 35, "data", 37);

    private PeakType() {}

    /// Peaks of this layout, with the optional waveforms that it has.
    ///
    /// Times are in ns, areas in PE, waveforms in PE per sample.
    public static RecordType of(PeakLayout layout) {
        int channels = layout.channels();
        int samples = layout.samples();
        RecordTypeBuilder head = RecordType.builder()
                .field("time", "<i8")
                .field("length", "<i4")
                .field("dt", "<i4")
                .field("channel", "<i2")
                .field("type", "|i1")
                .field("area", "<f4")
                .field("area_fraction_top", "<f4")
                .field("area_per_channel", "<f4", channels)
                .field("n_hits", "<i4");
        if (layout.hasDataTop()) {
            head.field("data_top", "<f4", samples);
        }
        if (layout.hasDataStart()) {
            head.field("data_start", "<f4", samples);
        }
        return head.field("data", "<f4", samples)
                .field("center_time", "<i8")
                .field("median_time", "<f4")
                .field("width", "<f4", WIDTHS)
                .field("area_decile_from_midpoint", "<f4", WIDTHS)
                .field("saturated_channel", "|i1", channels)
                .field("n_saturated_channels", "<i2")
                .field("tight_coincidence", "<i2")
                .field("max_gap", "<i4")
                .field("max_goodness_of_split", "<f4")
                .field("max_diff", "<i4")
                .field("min_diff", "<i4")
                .field("first_channel", "<i2")
                .field("last_channel", "<i2")
                .build()
                .documented(FieldDocs.CUSTOMARY
                        .with(
                                "time",
                                "time",
                                "start of the peak, with its left extension, or the start of the run",
                                "never missing")
                        .with("length", "samples", "samples of data that are used", "never missing")
                        .with("dt", "time", "time from one sample of data to the next", "never missing")
                        .with("channel", "index", "-1: a peak has many channels", "always -1")
                        .with("type", "index", "kind of the peak, by strax's numbers", "0: not classified")
                        .with("area", "PE", "sum over all channels", "never missing")
                        .with(
                                "area_fraction_top",
                                "fraction",
                                "share of the top array in the area",
                                "NaN without an area, or where top_channels is not set")
                        .with(
                                "area_per_channel",
                                "PE",
                                "area of each channel, at the place of its number",
                                "0 where the channel has no hit")
                        .with("n_hits", "count", "how many hits the peak has", "never missing")
                        .with("data", "PE per sample", "sum waveform over all channels", "0 after length")
                        .with("data_top", "PE per sample", "sum waveform over the top channels", "0 after length")
                        .with(
                                "data_start",
                                "PE per sample",
                                "first samples of the sum waveform, at the period of the records",
                                "0 after the peak")
                        .with(
                                "center_time",
                                "time",
                                "mean time, weighted by the waveform",
                                "start of the peak without an area")
                        .with(
                                "median_time",
                                "time",
                                "from the start of the peak to half of its area",
                                "NaN without an area")
                        .with("width", "time", "widths of the middle 0, 10, … 100 % of the area", "NaN without an area")
                        .with(
                                "area_decile_from_midpoint",
                                "time",
                                "from the median to each tenth of the area",
                                "NaN without an area")
                        .with(
                                "saturated_channel",
                                "flag",
                                "whether the channel saturates within the peak",
                                "0: it does not")
                        .with("n_saturated_channels", "count", "how many channels saturate", "never missing")
                        .with("tight_coincidence", "count", "channels around the greatest sample", "0: not computed")
                        .with("max_gap", "time", "longest time between two hits", "never missing")
                        .with("max_goodness_of_split", "number", "goodness of the best split", "0: not computed")
                        .with("max_diff", "time", "longest time between neighbouring hits", "0: not computed")
                        .with("min_diff", "time", "shortest time between neighbouring hits", "0: not computed")
                        .with("first_channel", "index", "channel of the first hit", "0: not computed")
                        .with("last_channel", "index", "channel of the last hit", "0: not computed"));
    }

    static void requireHits(RecordType hits) {
        require("hits", hits, FindPeaksKernel.HIT_BYTES, HIT_FIELDS);
    }

    static void requireRecords(RecordType records, int bytes) {
        require("records", records, bytes, RECORD_FIELDS);
    }

    /// Whether hits say by strax's fields where in their record they lie, and records of which channel they are.
    static boolean haveNumbers(RecordType hits, RecordType records) {
        return isInt16At(hits, "left", 20) && isInt16At(records, "channel", 14);
    }

    private static boolean isInt16At(RecordType type, String name, int offset) {
        Field field = type.has(name) ? type.field(name) : null;
        return field != null
                && field.offset() == offset
                && field.isScalar()
                && field.type().equals(FieldType.INT16);
    }

    private static void require(String what, RecordType type, int bytes, Map<String, Integer> offsets) {
        boolean fits = type.size() == bytes;
        for (Map.Entry<String, Integer> wanted : offsets.entrySet()) {
            Field field = type.has(wanted.getKey()) ? type.field(wanted.getKey()) : null;
            fits &= field != null && field.offset() == wanted.getValue();
        }
        if (!fits) {
            throw new IllegalArgumentException("these are no " + what + " of strax: size=" + type.size()
                    + " bytes instead of " + bytes + ", or fields at other places than " + offsets + ": "
                    + type.descr() + "; convert them");
        }
    }
}
