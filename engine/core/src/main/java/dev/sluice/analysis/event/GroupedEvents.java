package dev.sluice.analysis.event;

import dev.sluice.analysis.Channels;
import dev.sluice.analysis.NumberedChannels;
import dev.sluice.analysis.feature.Features;
import dev.sluice.kernels.channel.Boards;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PerRowPlugin;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.RowView;
import dev.sluice.plugin.Within;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.FloatField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.Arrays;

/// Events of waveforms that coincide, with what every channel saw: `df_events` of WaveformAnalysis, as records.
///
///     ./sluice run --target df_events --set window=100 --set min_channels=2
///
/// The groups are those of [Coincidences]: `time` is the first start in the event, `endtime` the last end, whatever the
/// channels. `charge_per_channel` is the sum of the charges in a channel, summed in float64 in order of time,
/// `peak_per_channel` the greatest height; both are found at the number of their channel, and are 0 where it saw
/// nothing, so a channel has the same place in every event. `first_hit` is the number of the event's first waveform in
/// the run. There are as many places as `channels` says; a channel beyond them ends the run. Channels of several boards
/// have the numbers that `boards` gives them; without it, waveforms of a second board end the run.
public final class GroupedEvents extends PerRowPlugin {
    /// The name under which the events are provided.
    public static final String DATA_TYPE = "df_events";

    private final Option<Long> channels;
    private final int places;
    private final RecordType type;

    /// Events with places for so many channels, numbered from 0.
    ///
    /// @throws IllegalArgumentException if there are fewer than 1, or more than 65536
    public GroupedEvents(int channels) {
        this(Channels.places(channels), channels);
    }

    private GroupedEvents(Option<Long> channels, int places) {
        super(Within.contained());
        this.channels = channels;
        this.places = places;
        this.type = RecordType.builder()
                .field("time", "<i8")
                .field("endtime", "<i8")
                .field("first_hit", "<i8")
                .field("n_hits", "<i4")
                .field("n_channels", "<i4")
                .field("channel_mask", "<i8")
                .field("charge_per_channel", "<f4", places)
                .field("peak_per_channel", "<f4", places)
                .build()
                .documented(FieldDocs.CUSTOMARY
                        .with("time", "time", "first start in the event", "never missing")
                        .with("endtime", "time", "latest end in the event", "never missing")
                        .with("first_hit", "index", "number of the event's first waveform in the run", "never missing")
                        .with("n_hits", "count", "how many waveforms the event has", "never missing")
                        .with("n_channels", "count", "in how many channels they are", "never missing")
                        .with(
                                "channel_mask",
                                "bits",
                                "which channels they are in: bit i for channel i of any board, or number i in boards",
                                "channels from 64 on are left out")
                        .with(
                                "charge_per_channel",
                                "ADC counts x samples",
                                "sum of the charges of a channel, at the place of its number",
                                "0 where the channel has no waveform, NaN where a charge is NaN")
                        .with(
                                "peak_per_channel",
                                "ADC counts",
                                "greatest peak of a channel, at the place of its number",
                                "0 where the channel has no waveform, NaN where a peak is NaN"));
    }

    @Override
    public Plugin configured(OptionValues options) {
        int wanted = options.get(channels).intValue();
        return wanted == places ? this : new GroupedEvents(channels, wanted);
    }

    /// In order, so that whether a second board ends the run does not depend on the workers.
    @Override
    protected PluginSpec loop() {
        return PluginSpec.provides(DATA_TYPE, type)
                .kind(Coincidences.DATA_TYPE)
                .dependsOn(Coincidences.DATA_TYPE, Features.DATA_TYPE)
                .version("1.1")
                .help("groups of waveforms that coincide, with charge and height of every channel")
                .options(channels, Channels.BOARDS)
                .stateful();
    }

    @Override
    protected Object prepareRows(PluginContext context) {
        return new Fields(places, context.inputType(Features.DATA_TYPE), type, context.get(Channels.BOARDS));
    }

    @Override
    protected void computeRow(RowView row, PluginContext context) {
        row.prepared(Fields.class).compute(row);
    }

    /// The fields of groups, features and events, and sums of one event.
    private static final class Fields {
        private static final String[] COPIED = {"first_hit", "n_hits", "n_channels", "channel_mask"};

        private final LongField[] given = new LongField[COPIED.length];
        private final LongField[] copied = new LongField[COPIED.length];
        private final LongField hits = Coincidences.TYPE.longField("n_hits");
        private final NumberedChannels numbers;
        private final FloatField charge;
        private final FloatField peak;
        private final FloatField charges;
        private final FloatField peaks;
        private final double[] sums;

        Fields(int places, RecordType features, RecordType events, Boards boards) {
            for (int i = 0; i < COPIED.length; i++) {
                given[i] = Coincidences.TYPE.longField(COPIED[i]);
                copied[i] = events.longField(COPIED[i]);
            }
            numbers = new NumberedChannels(DATA_TYPE, features, boards, places);
            charge = features.floatField("charge");
            peak = features.floatField("peak");
            charges = events.floatField("charge_per_channel");
            peaks = events.floatField("peak_per_channel");
            sums = new double[places];
        }

        /// The waveforms of a group follow each other, and are the first that start with it or later: those after them
        /// that also lie in its time belong to the next group.
        void compute(RowView row) {
            for (int i = 0; i < COPIED.length; i++) {
                copied[i].set(row.results(), row.result(), given[i].get(row.rows(), row.index()));
            }
            Arrays.fill(sums, 0);
            Records features = row.things();
            long to = Math.min(row.to(), row.from() + hits.get(row.rows(), row.index()));
            for (long i = row.from(); i < to; i++) {
                add(row, numbers.of(features, i), charge.get(features, i), peak.get(features, i));
            }
        }

        private void add(RowView row, int place, float ownCharge, float ownPeak) {
            Records events = row.results();
            long at = row.result();
            sums[place] += ownCharge;
            charges.set(events, at, place, (float) sums[place]);
            peaks.set(events, at, place, Math.max(peaks.get(events, at, place), ownPeak));
        }
    }
}
