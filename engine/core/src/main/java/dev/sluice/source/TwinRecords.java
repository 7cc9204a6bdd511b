package dev.sluice.source;

import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.Tally;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.WaveformFields;
import java.util.Arrays;

/// Counts waveforms that start when another one of their board and channel does, as data do that were stored twice.
///
/// Records come in order of time. Of one thread; allocates nothing for a record once its array is large enough.
final class TwinRecords {
    private final RecordType type;
    private final LongField board;
    private final LongField channel;
    private final Tally twins;
    private long[] together = new long[16];
    private int count;
    private long latest;

    private TwinRecords(RecordType type, LongField board, LongField channel, SourceContext context) {
        this.type = type;
        this.board = board;
        this.channel = channel;
        this.twins = context.tally("{records} of a channel start when the one before does, the first at"
                + " time={first}: each counts, and hits of both are merged; if data were stored twice, keep one of"
                + " each with a[np.unique(a[['time', 'channel'" + (board == null ? "" : ", 'board'")
                + "]], return_index=True)[1]]"
                + (board == null ? "; if they are of several boards, give them a field" + " board" : ""));
    }

    /// Counts among records of this type; null if they are no waveforms of a channel, as hits are, which may share a
    /// time.
    static TwinRecords of(RecordType type, SourceContext context) {
        LongField channel = DoubtfulRecords.number(type, "channel");
        return channel == null || WaveformFields.samples(type).isEmpty()
                ? null
                : new TwinRecords(type, DoubtfulRecords.number(type, "board"), channel, context);
    }

    /// Whether the records of a block are in order of time, board and channel with no two the same, and come after all
    /// before in that order; false also where that is not seen from their columns.
    boolean areNone(RecordBlock block) {
        if (block.channels() == null || board != null && block.boards() == null) {
            return false;
        }
        if (count > 0 && block.starts()[0] == latest && key(block, 0) <= together[count - 1]) {
            return false;
        }
        boolean ascending = true;
        for (int i = 1; i < block.count(); i++) {
            ascending &= block.starts()[i] != block.starts()[i - 1] || key(block, i) > key(block, i - 1);
        }
        return ascending;
    }

    /// Takes note of a block without twins, as of records that were looked at.
    void pass(RecordBlock block) {
        count = block.lastStart() == latest ? count : 0;
        latest = block.lastStart();
        int first = block.count() - 1;
        while (first > 0 && block.starts()[first - 1] == latest) {
            first--;
        }
        for (int i = first; i < block.count(); i++) {
            insert(count, key(block, i));
        }
    }

    private long key(RecordBlock block, int i) {
        return key(board == null ? 0 : block.boards()[i], block.channels()[i]);
    }

    private static long key(long board, long channel) {
        return board << Integer.SIZE ^ channel & 0xFFFF_FFFFL;
    }

    /// Looks at one record that is sound.
    void look(Records records, long index) {
        long time = type.times().start(records, index);
        count = time == latest ? count : 0;
        latest = time;
        long key = key(board == null ? 0 : board.get(records, index), channel.get(records, index));
        // Channels break ties where data are sorted: then each is greater than all before.
        int place = count == 0 || key > together[count - 1] ? -count - 1 : Arrays.binarySearch(together, 0, count, key);
        if (place >= 0) {
            twins.add(1, time);
        } else {
            insert(-place - 1, key);
        }
    }

    private void insert(int place, long key) {
        if (count == together.length) {
            together = Arrays.copyOf(together, 2 * count);
        }
        System.arraycopy(together, place, together, place + 1, count - place);
        together[place] = key;
        count++;
    }
}
