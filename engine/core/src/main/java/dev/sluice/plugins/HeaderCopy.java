package dev.sluice.plugins;

import dev.sluice.record.FieldCopy;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// Copies `time`, `endtime` and `channel` of waveforms to results of the same count; of one thread at a time.
///
/// Results must have the three fields. Waveforms without an `endtime` have it computed, those without a channel are of
/// channel 0.
final class HeaderCopy {
    private final FieldCopy time;
    private final FieldCopy sameEndtime;
    private final FieldCopy sameChannel;
    private final RecordTimes times;
    private final LongField channel;
    private final LongField endtimeResult;
    private final LongField channelResult;

    private HeaderCopy(RecordType waveforms, RecordType results) {
        time = FieldCopy.of("time", waveforms, results);
        sameEndtime = copyOrNull("endtime", waveforms, results);
        sameChannel = copyOrNull("channel", waveforms, results);
        times = waveforms.times();
        channel = waveforms.has("channel") ? waveforms.longField("channel") : null;
        endtimeResult = results.longField("endtime");
        channelResult = results.longField("channel");
    }

    static HeaderCopy between(RecordType waveforms, RecordType results) {
        return new HeaderCopy(waveforms, results);
    }

    private static FieldCopy copyOrNull(String name, RecordType waveforms, RecordType results) {
        return waveforms.has(name)
                        && waveforms
                                .field(name)
                                .type()
                                .equals(results.field(name).type())
                ? FieldCopy.of(name, waveforms, results)
                : null;
    }

    void copy(Records waveforms, Records results) {
        time.copy(waveforms, results);
        if (sameEndtime != null) {
            sameEndtime.copy(waveforms, results);
        } else {
            computeEnds(waveforms, results);
        }
        if (sameChannel != null) {
            sameChannel.copy(waveforms, results);
        } else {
            convertChannels(waveforms, results);
        }
    }

    private void computeEnds(Records waveforms, Records results) {
        for (long i = 0; i < results.count(); i++) {
            endtimeResult.set(results, i, times.end(waveforms, i));
        }
    }

    private void convertChannels(Records waveforms, Records results) {
        for (long i = 0; i < results.count(); i++) {
            channelResult.set(results, i, channel == null ? 0 : channel.get(waveforms, i));
        }
    }
}
