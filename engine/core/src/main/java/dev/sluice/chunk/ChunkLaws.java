package dev.sluice.chunk;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.time.TimeBounds;
import dev.sluice.record.Field;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// The laws that one chunk keeps, checked on every chunk that enters or leaves a plugin, in one pass over the times.
///
/// Records are sorted by time, and at the same time by `channel` if that is one integer; they start inside `[start,
/// end)` and do not end before they start; a type that promises to be disjoint has no record that passes the end of
/// its chunk. Holds scratch memory: one instance per owner of chunks, used by one thread at a time; allocates nothing
/// per check.
final class ChunkLaws {
    private static final String REMEDY = "; correct its time, or the interval of the chunk";

    private final RecordType type;
    private final TimeBounds bounds;
    private final long[] found = new long[TimeBounds.VALUES];

    ChunkLaws(RecordType type) {
        this.type = type;
        this.bounds = bounds(type);
    }

    /// Checks the chunk and notes in it how far its records reach.
    void check(Chunk chunk) {
        if (chunk.isEmpty()) {
            chunk.latestEnd(chunk.end());
            return;
        }
        scan(chunk.records(), 0, chunk.length());
        if (found[TimeBounds.FIRST_DISORDER] >= 0) {
            throw disorder(chunk, found[TimeBounds.FIRST_DISORDER]);
        }
        if (found[TimeBounds.MIN] < chunk.start()) {
            throw breach(chunk, 0, starts(chunk, 0) + ", before its chunk does at start=" + chunk.start() + REMEDY);
        }
        if (found[TimeBounds.MAX] >= chunk.end()) {
            long last = chunk.length() - 1;
            throw breach(
                    chunk, last, starts(chunk, last) + ", not before its chunk ends at end=" + chunk.end() + REMEDY);
        }
        if (found[TimeBounds.FIRST_INVERTED] >= 0) {
            throw inverted(chunk, found[TimeBounds.FIRST_INVERTED]);
        }
        if (type.isDisjoint() && found[TimeBounds.MAX_END] > chunk.end()) {
            throw overhanging(chunk);
        }
        chunk.latestEnd(found[TimeBounds.MAX_END]);
    }

    /// The end of the record that ends last; the least int64 if there is none.
    static long latestEnd(Records records) {
        return new ChunkLaws(records.type()).latestEnd(records, 0, records.count());
    }

    /// The same of the records from `from` to `to`.
    long latestEnd(Records records, long from, long to) {
        scan(records, from, to);
        return found[TimeBounds.MAX_END];
    }

    private void scan(Records records, long from, long to) {
        bounds.scan(records.segment(), records.byteOffset() + from * type.size(), to - from, found);
    }

    private static TimeBounds bounds(RecordType type) {
        RecordTimes times = type.times();
        TimeBounds starts = TimeBounds.of(type.size(), times.time().offset()).breakingTiesBy(channel(type));
        return switch (times.endRule()) {
            case ENDTIME -> starts.endingAt(times.endtime().orElseThrow().offset());
            case LENGTH_TIMES_DT ->
                starts.lasting(
                        column(times.length().orElseThrow()), column(times.dt().orElseThrow()));
            case INSTANTANEOUS -> starts;
        };
    }

    /// The field that breaks ties of time, if it is one integer.
    private static Column channel(RecordType type) {
        return RecordTimes.tieBreaker(type).map(own -> integer(own.field())).orElse(Column.NONE);
    }

    /// `<u8` reads as int64: no detector has 2^63 channels.
    private static Column integer(Field field) {
        return field.type().typeString().equals("<u8") ? new Column(ScalarType.INT64, field.offset()) : column(field);
    }

    private static Column column(Field field) {
        for (ScalarType scalar : ScalarType.values()) {
            if (scalar.numpyName().equals(field.type().typeString())) {
                return new Column(scalar, field.offset());
            }
        }
        throw new IllegalArgumentException(
                "field '" + field.name() + "' cannot say how long a record lasts: " + field + "; make it an i4 or i8");
    }

    private ChunkLawException disorder(Chunk chunk, long index) {
        long before = type.times().start(chunk.records(), index - 1);
        if (before == type.times().start(chunk.records(), index)) {
            return fallingChannel(chunk, index);
        }
        return breach(
                chunk,
                index,
                starts(chunk, index) + ", before the one in front of it at time=" + before
                        + "; sort the records by time");
    }

    private ChunkLawException fallingChannel(Chunk chunk, long index) {
        LongField channel = type.longField("channel");
        return breach(
                chunk,
                index,
                starts(chunk, index) + " in channel=" + channel.get(chunk.records(), index) + ", record " + (index - 1)
                        + " in front of it at the same time in channel=" + channel.get(chunk.records(), index - 1)
                        + "; channels break ties of time: sort the records by time, then channel, as"
                        + " numpy.sort(records, order=('time', 'channel')) does");
    }

    private ChunkLawException inverted(Chunk chunk, long index) {
        if (!type.times().endsInInt64(chunk.records(), index)) {
            return breach(chunk, index, type.times().beyondInt64(chunk.records(), index));
        }
        return breach(
                chunk,
                index,
                "ends at time=" + type.times().end(chunk.records(), index) + ", before it starts at time="
                        + type.times().start(chunk.records(), index) + "; correct its end, or its length");
    }

    private ChunkLawException overhanging(Chunk chunk) {
        RecordTimes times = type.times();
        long index = 0;
        while (times.end(chunk.records(), index) <= chunk.end()) {
            index++;
        }
        return breach(
                chunk,
                index,
                "ends at time=" + times.end(chunk.records(), index) + ", after its chunk does at end=" + chunk.end()
                        + ", but its type promises disjoint chunks; cut where no record is open");
    }

    private String starts(Chunk chunk, long index) {
        return "starts at time=" + type.times().start(chunk.records(), index);
    }

    private static ChunkLawException breach(Chunk chunk, long index, String how) {
        return new ChunkLawException("record " + index + " of " + chunk + " " + how);
    }
}
