package dev.sluice.analysis.event;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.Silence;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// Events of strax: stretches of time around peaks that are large enough to trigger.
///
///     ./sluice run --target events --set trigger_min_area=100 --set left_event_extension=250000
///
/// A peak of more than `trigger_min_area` triggers. Triggers belong to one event if the next starts at most both
/// extensions after the latest end so far, and the event lasts `max_event_length` at most; the event goes from
/// `left_event_extension` before its first trigger to `right_event_extension` after its latest end. This is the rule
/// of straxen's `find_peak_groups`, without its limit on other peaks nearby. Events of a long series of triggers, cut
/// by their greatest length, may overlap by their extensions. Times are in ns, areas in PE.
///
/// An event belongs to the chunk in which it starts, and is the same whatever the chunks, which are cut where no peak
/// triggers for longer than both extensions; one that would start before the run starts with it. `event_number` counts
/// events over the run.
public final class Events extends StreamingPlugin {
    /// The name under which the events are provided.
    public static final String DATA_TYPE = "events";

    /// One record per event.
    public static final RecordType TYPE = RecordType.of("event_number:<i8", "time:<i8", "endtime:<i8")
            .documented(FieldDocs.CUSTOMARY
                    .with("event_number", "index", "number of the event in the run, from 0", "never missing")
                    .with(
                            "time",
                            "time",
                            "left_event_extension before the first trigger, or the start of the run",
                            "never missing")
                    .with(
                            "endtime",
                            "time",
                            "right_event_extension after the latest end of a trigger",
                            "never missing"));

    /// What a peak must have to trigger.
    public static final Option<Double> TRIGGER_MIN_AREA = Option.real(
                    "trigger_min_area", 100, "a peak of more area triggers an event")
            .unit("PE");
    /// Extension before the first trigger.
    public static final Option<Long> LEFT_EXTENSION =
            time("left_event_extension", 250_000, "an event starts so long before its first trigger");
    /// Extension after the last trigger.
    public static final Option<Long> RIGHT_EXTENSION =
            time("right_event_extension", 250_000, "an event ends so long after its triggers");
    /// Longest event.
    public static final Option<Long> MAX_LENGTH = time("max_event_length", 10_000_000, "longest event");

    private static Option<Long> time(String name, long value, String help) {
        return Option.integer(name, value, help)
                .unit("ns")
                .where(time -> time >= 0 && time <= Long.MAX_VALUE / 8, "from 0 to 1152921504606846975");
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, TYPE)
                .dependsOn(Peaks.DATA_TYPE)
                .version("1.0")
                .writesEveryField()
                .help("stretches of time around peaks that are large enough to trigger, as strax's events")
                .options(TRIGGER_MIN_AREA, LEFT_EXTENSION, RIGHT_EXTENSION, MAX_LENGTH)
                .stateful();
    }

    @Override
    public Requirements demand(OptionValues options) {
        requireRoom(options);
        long left = options.get(LEFT_EXTENSION);
        return Requirements.NONE
                .halo(0, options.get(MAX_LENGTH) + left + 1)
                .forgettingAt(Silence.over(left + options.get(RIGHT_EXTENSION))
                        .startingBefore(left)
                        .reaching(new TriggerReach(options.get(TRIGGER_MIN_AREA)))
                        .numbering());
    }

    /// An event that is cut shorter than its extensions would share its peaks with the next one.
    private static void requireRoom(OptionValues options) {
        long extensions = options.get(LEFT_EXTENSION) + options.get(RIGHT_EXTENSION);
        if (options.get(MAX_LENGTH) <= extensions) {
            throw new IllegalArgumentException("events would overlap: max_event_length=" + options.get(MAX_LENGTH)
                    + " ns is not more than left_event_extension + right_event_extension = " + extensions
                    + " ns; raise it, or extend events by less");
        }
    }

    @Override
    public Object prepare(PluginContext context) {
        return new Bound(context);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        context.prepared(Bound.class).compute(in, out);
    }

    /// The rule, and how far the events of the chunks before reach.
    private static final class Bound {
        private static final LongField NUMBER = TYPE.longField("event_number");
        private static final LongField TIME = TYPE.longField("time");
        private static final LongField END = TYPE.longField("endtime");

        private final Triggers triggers;
        private final DoneMark done = new DoneMark();

        Bound(PluginContext context) {
            triggers = new Triggers(
                    context.inputType(),
                    context.get(TRIGGER_MIN_AREA),
                    context.get(LEFT_EXTENSION),
                    context.get(RIGHT_EXTENSION),
                    context.get(MAX_LENGTH));
        }

        void compute(ChunkInput in, ChunkOutput out) {
            done.enter(in);
            Records peaks = in.records();
            long found = 0;
            long from = triggers.next(peaks, done.first());
            while (from < peaks.count() && triggers.eventStart(peaks, from) < in.end()) {
                long start = triggers.eventStart(peaks, from);
                from = triggers.endOfEvent(peaks, from);
                Records target = out.records(found + 1);
                TIME.set(target, found, Math.max(start, in.start()));
                END.set(target, found, triggers.eventEnd());
                found++;
            }
            done.leave(from);
            long number = out.number(found);
            Records events = out.records(found);
            for (long i = 0; i < found; i++) {
                NUMBER.set(events, i, number + i);
            }
        }
    }
}
