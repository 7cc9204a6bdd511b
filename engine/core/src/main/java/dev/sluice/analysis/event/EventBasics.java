package dev.sluice.analysis.event;

import dev.sluice.plugin.PerRowPlugin;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.RowView;
import dev.sluice.plugin.Within;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.FloatField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// What is in each event: how many peaks, their area, and the largest of them.
///
///     ./sluice run --target event_basics --set trigger_min_area=100
///
/// Peaks count that lie in the event from start to end. Areas are in PE, summed in float64 in order of time;
/// `largest_peak` is the number of the largest peak in its event, the earliest of equals, and -1 if there is none; one
/// whose area is NaN is the largest only where all are.
public final class EventBasics extends PerRowPlugin {
    /// The name under which they are provided.
    public static final String DATA_TYPE = "event_basics";

    /// One record per event.
    public static final RecordType TYPE = RecordType.of(
                    "event_number:<i8",
                    "time:<i8",
                    "endtime:<i8",
                    "n_peaks:<i4",
                    "area:<f4",
                    "largest_peak:<i4",
                    "largest_peak_time:<i8",
                    "largest_peak_endtime:<i8",
                    "largest_peak_area:<f4")
            .documented(FieldDocs.CUSTOMARY
                    .with("event_number", "index", "number of the event in the run, from 0", "never missing")
                    .with("time", "time", "start of the event", "never missing")
                    .with("endtime", "time", "first instant after the event", "never missing")
                    .with("n_peaks", "count", "how many peaks lie in the event from start to end", "never missing")
                    .with("area", "PE", "sum of their areas", "0 without peaks")
                    .with(
                            "largest_peak",
                            "index",
                            "number of the largest peak in its event, the earliest of equals",
                            "-1 without peaks")
                    .with("largest_peak_time", "time", "start of that peak", "0 without peaks")
                    .with("largest_peak_endtime", "time", "first instant after that peak", "0 without peaks")
                    .with("largest_peak_area", "PE", "area of that peak", "0 without peaks"));

    private static final LongField NUMBER = TYPE.longField("event_number");
    private static final LongField PEAKS = TYPE.longField("n_peaks");
    private static final FloatField AREA = TYPE.floatField("area");
    private static final LongField LARGEST = TYPE.longField("largest_peak");
    private static final LongField LARGEST_TIME = TYPE.longField("largest_peak_time");
    private static final LongField LARGEST_END = TYPE.longField("largest_peak_endtime");
    private static final FloatField LARGEST_AREA = TYPE.floatField("largest_peak_area");

    /// Basics of the events that [Events] finds.
    public EventBasics() {
        super(Within.contained());
    }

    @Override
    protected PluginSpec loop() {
        return PluginSpec.provides(DATA_TYPE, TYPE)
                .kind(Events.DATA_TYPE)
                .dependsOn(Events.DATA_TYPE, Peaks.DATA_TYPE)
                .version("1.1")
                .help("how many peaks are in each event, their area, and the largest of them");
    }

    @Override
    protected Object prepareRows(PluginContext context) {
        RecordType peaks = context.inputType(Peaks.DATA_TYPE);
        return new PeakFields(
                context.inputType(Events.DATA_TYPE).longField("event_number"), peaks.floatField("area"), peaks.times());
    }

    /// The fields of events and peaks.
    private record PeakFields(LongField number, FloatField area, RecordTimes times) {}

    @Override
    protected void computeRow(RowView row, PluginContext context) {
        PeakFields fields = row.prepared(PeakFields.class);
        Records peaks = row.things();
        double area = 0;
        long largest = -1;
        for (long i = row.from(); i < row.to(); i++) {
            float own = fields.area().get(peaks, i);
            area += own;
            largest = largest < 0 || isLarger(own, fields.area().get(peaks, largest)) ? i : largest;
        }
        Records results = row.results();
        long at = row.result();
        NUMBER.set(results, at, fields.number().get(row.rows(), row.index()));
        PEAKS.set(results, at, row.to() - row.from());
        AREA.set(results, at, (float) area);
        LARGEST.set(results, at, largest < 0 ? -1 : largest - row.from());
        if (largest >= 0) {
            LARGEST_TIME.set(results, at, fields.times().start(peaks, largest));
            LARGEST_END.set(results, at, fields.times().end(peaks, largest));
            LARGEST_AREA.set(results, at, fields.area().get(peaks, largest));
        }
    }

    /// An area that is no number is less than any other.
    private static boolean isLarger(double area, double other) {
        return area > other || Double.isNaN(other) && !Double.isNaN(area);
    }
}
