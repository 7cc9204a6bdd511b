package dev.sluice.formats.npy;

import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SortedMap;
import java.util.TreeMap;

/// The greatest channel of each board in records, of which it looks at some hundred thousand. Of one thread.
///
/// It works when nothing is compiled yet, so it copies bytes in bulk and reads them from an array: in the interpreter
/// one access to a memory segment costs more than all that is done with a record here.
final class LastChannels {
    private static final long MOST_LOOKED_AT = 200_000;
    /// Neighbours share pages, of which the first access costs most.
    private static final int TOGETHER = 200;

    private final SortedMap<Long, Long> last = new TreeMap<>();
    private final int size;
    private final Place channel;
    private final Place board;
    private final byte[] bytes;

    /// Where an integer lies in a record.
    private record Place(String name, int offset, int width, boolean signed) {
        static Place of(Field field) {
            FieldType type = field.type();
            return new Place(field.name(), field.offset(), type.size(), type.kind() == FieldType.Kind.SIGNED);
        }
    }

    /// Of records of a type with integer scalars `channel` and perhaps `board`, which is null where there is none.
    LastChannels(RecordType type, Field channel, Field board) {
        this.size = type.size();
        this.channel = Place.of(channel);
        this.board = board == null ? null : Place.of(board);
        this.bytes = new byte[TOGETHER * size];
    }

    /// Looks at all of the records, or in groups that lie evenly among more, and lets go of the pages that it passed.
    void look(Records records, PageRelease passed) {
        long step = TOGETHER * (1 + records.count() / MOST_LOOKED_AT);
        for (long first = 0; first < records.count(); first += step) {
            int count = (int) Math.min(TOGETHER, records.count() - first);
            passed.reached(0, first);
            MemorySegment.copy(
                    records.segment(),
                    ValueLayout.JAVA_BYTE,
                    records.byteOffset() + first * size,
                    bytes,
                    0,
                    count * size);
            takeGreatest(count);
        }
    }

    /// One entry for each row of records of one board.
    private void takeGreatest(int count) {
        long own = 0;
        long greatest = 0;
        for (int i = 0; i < count; i++) {
            long next = board == null ? 0 : number(board, i * size);
            long value = number(channel, i * size);
            if (i > 0 && next != own) {
                last.merge(own, greatest, Math::max);
            }
            greatest = i == 0 || next != own || value > greatest ? value : greatest;
            own = next;
        }
        last.merge(own, greatest, Math::max);
    }

    private long number(Place place, int record) {
        int at = record + place.offset;
        int high = at + place.width - 1;
        long value = place.signed ? bytes[high] : bytes[high] & 0xFF;
        for (int i = high - 1; i >= at; i--) {
            value = value << Byte.SIZE | bytes[i] & 0xFF;
        }
        if (value < 0 && !place.signed) {
            throw new ArithmeticException("field '" + place.name + "' holds value=" + Long.toUnsignedString(value)
                    + ", above int64; give channels smaller numbers");
        }
        return value;
    }

    /// What was found so far.
    SortedMap<Long, Long> found() {
        return last;
    }
}
