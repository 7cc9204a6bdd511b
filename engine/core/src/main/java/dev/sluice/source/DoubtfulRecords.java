package dev.sluice.source;

import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.Tally;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.Arrays;

/// Counts records that are taken as they are although a field is hardly meant so, each doubt in one note of the run:
/// channels below 0, records whose time between samples is not that of the first one of their channel,
/// [two ends][ContradictingEnds], and [two records][TwinRecords] of a channel at one time.
///
/// Of one thread; allocates nothing for a record.
final class DoubtfulRecords {
    private static final int CHANNELS = 4096;

    private final RecordType type;
    private final LongField channel;
    private final LongField dt;
    private final long[] dts;
    private final Tally negative;
    private final Tally odd;
    private final ContradictingEnds ends;
    private final TwinRecords twins;

    /// Counts among records of this type; with a field `board` channels of one number may have several dt.
    DoubtfulRecords(RecordType type, SourceContext context) {
        this.type = type;
        this.channel = number(type, "channel");
        this.dt = type.has("board") ? null : number(type, "dt");
        this.dts = new long[dt == null ? 0 : CHANNELS];
        Arrays.fill(dts, Long.MIN_VALUE);
        this.negative = channel == null
                ? null
                : context.tally(
                        "the channel of {records} is below 0, the first at time={first}: it is taken for a channel"
                                + " of its own, with the settings of all others");
        this.odd = dt == null
                ? null
                : context.tally(
                        "dt of {records} is not that of the first one of the channel, the first at time={first}:"
                                + " each is taken at its own dt, which decides when it and its hits end");
        this.ends = ContradictingEnds.of(type, context);
        this.twins = TwinRecords.of(type, context);
    }

    /// The field of that name if it is a scalar of integers that an int64 holds, or null.
    static LongField number(RecordType type, String name) {
        boolean there = type.has(name)
                && type.field(name).isScalar()
                && type.field(name).type().isInteger()
                && !type.field(name).type().typeString().equals("<u8");
        return there ? type.longField(name) : null;
    }

    /// Looks at one record that is sound.
    void look(Records records, long index) {
        if (ends != null) {
            ends.look(records, index);
        }
        if (twins != null) {
            twins.look(records, index);
        }
        lookAtChannel(records, index);
    }

    /// Looks at all records of a block, which are sound: one by one only where one of them is doubtful.
    void look(RecordBlock block) {
        boolean clear = (ends == null || ends.agree(block))
                && (twins == null || twins.areNone(block))
                && areUsual(block.channels(), block.dts(), block.count());
        if (clear) {
            if (twins != null) {
                twins.pass(block);
            }
            return;
        }
        for (int i = 0; i < block.count(); i++) {
            look(block.records(), block.from() + i);
        }
    }

    /// Whether no channel is below 0, and every dt is that of the first record of its channel.
    private boolean areUsual(long[] channels, long[] periods, int count) {
        if (channel != null && channels == null || dt != null && periods == null) {
            return false;
        }
        boolean usual = true;
        for (int i = 0; i < count; i++) {
            long of = channel == null ? 0 : channels[i];
            if (of < 0) {
                return false;
            }
            if (dt != null && of < CHANNELS) {
                // What this sets, a look at each record sets too.
                long first = dts[(int) of];
                dts[(int) of] = first == Long.MIN_VALUE ? periods[i] : first;
                usual &= first == Long.MIN_VALUE || first == periods[i];
            }
        }
        return usual;
    }

    private void lookAtChannel(Records records, long index) {
        long of = channel == null ? 0 : channel.get(records, index);
        if (of < 0) {
            negative.add(1, type.times().start(records, index));
        } else if (dt != null && of < CHANNELS) {
            long here = dt.get(records, index);
            int place = (int) of;
            if (dts[place] == Long.MIN_VALUE) {
                dts[place] = here;
            } else if (dts[place] != here) {
                odd.add(1, type.times().start(records, index));
            }
        }
    }
}
