package dev.sluice.analysis;

import dev.sluice.record.FieldCopy;
import dev.sluice.record.IntegerCopy;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// Copies `time`, `endtime`, `board` and `channel` of waveforms to results of the same count; of one thread at a time.
///
/// Results must have the four fields. Waveforms without an `endtime` have it computed, those without a board are of
/// board 0, those without a channel are of channel 0.
public final class HeaderCopy {
    private final FieldCopy time;
    private final FieldCopy sameEndtime;
    private final RecordTimes times;
    private final LongField endtimeResult;
    private final NumberCopy board;
    private final NumberCopy channel;

    private HeaderCopy(RecordType waveforms, RecordType results) {
        time = FieldCopy.of("time", waveforms, results);
        boolean same = waveforms.has("endtime")
                && waveforms
                        .field("endtime")
                        .type()
                        .equals(results.field("endtime").type());
        sameEndtime = same ? FieldCopy.of("endtime", waveforms, results) : null;
        times = waveforms.times();
        endtimeResult = results.longField("endtime");
        board = NumberCopy.of("board", waveforms, results);
        channel = NumberCopy.of("channel", waveforms, results);
    }

    /// From waveforms of one type to results of another.
    ///
    /// @throws IllegalArgumentException if results lack one of the fields
    public static HeaderCopy between(RecordType waveforms, RecordType results) {
        return new HeaderCopy(waveforms, results);
    }

    /// Copies them of each record.
    public void copy(Records waveforms, Records results) {
        time.copy(waveforms, results);
        if (sameEndtime != null) {
            sameEndtime.copy(waveforms, results);
        } else {
            computeEnds(waveforms, results);
        }
        board.copy(waveforms, results);
        channel.copy(waveforms, results);
    }

    private void computeEnds(Records waveforms, Records results) {
        for (long i = 0; i < results.count(); i++) {
            endtimeResult.set(results, i, times.end(waveforms, i));
        }
    }

    /// The number of a board or channel, 0 where the waveforms have none.
    private record NumberCopy(IntegerCopy copy, LongField result) {
        static NumberCopy of(String name, RecordType waveforms, RecordType results) {
            boolean given = waveforms.has(name);
            return new NumberCopy(given ? IntegerCopy.of(name, waveforms, results) : null, results.longField(name));
        }

        void copy(Records waveforms, Records results) {
            if (copy != null) {
                copy.copy(waveforms, results);
                return;
            }
            for (long i = 0; i < results.count(); i++) {
                result.set(results, i, 0);
            }
        }
    }
}
