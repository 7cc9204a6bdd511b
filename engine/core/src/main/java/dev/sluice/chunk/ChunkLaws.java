package dev.sluice.chunk;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.TimeBounds;
import dev.sluice.record.Field;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// The laws that one chunk keeps, checked on every chunk that enters or leaves a plugin, in one pass over the times.
///
/// Records are sorted by time, start inside `[start, end)` and do not end before they start; a type that promises to be
/// disjoint has no record that passes the end of its chunk. Holds scratch memory: one instance per owner of chunks,
/// used
/// by one thread at a time; allocates nothing per check.
final class ChunkLaws {
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
            return;
        }
        scan(chunk.records());
        if (found[TimeBounds.FIRST_DISORDER] >= 0) {
            throw disorder(chunk, found[TimeBounds.FIRST_DISORDER]);
        }
        if (found[TimeBounds.MIN] < chunk.start()) {
            throw breach(chunk, 0, "starts at time=" + found[TimeBounds.MIN] + ", before its chunk does");
        }
        if (found[TimeBounds.MAX] >= chunk.end()) {
            throw breach(
                    chunk,
                    chunk.length() - 1,
                    "starts at time=" + found[TimeBounds.MAX] + ", not before its chunk ends");
        }
        if (found[TimeBounds.FIRST_INVERTED] >= 0) {
            throw breach(
                    chunk, found[TimeBounds.FIRST_INVERTED], "ends before it starts; correct its end, or its length");
        }
        if (type.isDisjoint() && found[TimeBounds.MAX_END] > chunk.end()) {
            throw new ChunkLawException("a record of " + chunk + " ends at time=" + found[TimeBounds.MAX_END]
                    + ", after its chunk does, but its type promises disjoint chunks; cut where no record is open");
        }
        chunk.latestEnd(found[TimeBounds.MAX_END]);
    }

    /// The end of the record that ends last; the least int64 if there is none.
    static long latestEnd(Records records) {
        ChunkLaws laws = new ChunkLaws(records.type());
        laws.scan(records);
        return laws.found[TimeBounds.MAX_END];
    }

    private void scan(Records records) {
        bounds.scan(records.segment(), records.byteOffset(), records.count(), found);
    }

    private static TimeBounds bounds(RecordType type) {
        RecordTimes times = type.times();
        TimeBounds starts = TimeBounds.of(type.size(), times.time().offset());
        return switch (times.endRule()) {
            case ENDTIME -> starts.endingAt(times.endtime().orElseThrow().offset());
            case LENGTH_TIMES_DT ->
                starts.lasting(
                        column(times.length().orElseThrow()), column(times.dt().orElseThrow()));
            case INSTANTANEOUS -> starts;
        };
    }

    private static Column column(Field field) {
        for (ScalarType scalar : ScalarType.values()) {
            if (scalar.numpyName().equals(field.type().typeString())) {
                return new Column(scalar, field.offset());
            }
        }
        throw new IllegalArgumentException(
                "field '" + field.name() + "' cannot tell how long a record lasts: " + field + "; make it an i4 or i8");
    }

    private ChunkLawException disorder(Chunk chunk, long index) {
        RecordTimes times = type.times();
        return breach(
                chunk,
                index,
                "starts at time=" + times.start(chunk.records(), index) + ", before the one in front of it at time="
                        + times.start(chunk.records(), index - 1) + "; sort the records by time");
    }

    private static ChunkLawException breach(Chunk chunk, long index, String how) {
        return new ChunkLawException("record " + index + " of " + chunk + " " + how);
    }
}
