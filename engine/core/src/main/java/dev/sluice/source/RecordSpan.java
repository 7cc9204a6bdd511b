package dev.sluice.source;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Chunks;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.Records;
import java.util.ArrayList;
import java.util.List;

/// What of several sorted parts lies in a range of time: found by looking at the borders only. Immutable.
///
/// In a part that is not sorted the search still ends at a place where one record starts before a bound of the range
/// and the next one does not.
final class RecordSpan {
    private final RecordTimes times;
    private final TimeRange range;
    private final List<RecordPart> parts;
    private final List<Piece> pieces = new ArrayList<>();
    private boolean recordsBefore;
    private boolean recordsAfter;
    private long start;
    private long before;

    /// Records `from` to `to` (exclusive) of part number `part`, after `before` records of the parts before.
    record Piece(int part, RecordPart whole, long from, long to, long before) {}

    /// @throws ChunkLawException if a part does not start after the one before has started its last record
    RecordSpan(List<RecordPart> parts, TimeRange range) {
        this.times = parts.get(0).records().type().times();
        this.range = range;
        this.parts = List.copyOf(parts);
        Records earlier = null;
        for (int part = 0; part < parts.size(); part++) {
            Records records = parts.get(part).records();
            if (records.count() == 0) {
                continue;
            }
            if (earlier == null) {
                start = Math.max(range.start(), times.start(records, 0));
            } else {
                requireAfter(earlier, records);
            }
            take(part, parts.get(part));
            earlier = records;
        }
    }

    private void requireAfter(Records earlier, Records later) {
        long last = times.start(earlier, earlier.count() - 1);
        long first = times.start(later, 0);
        if (first <= last) {
            throw new ChunkLawException("the inputs overlap in time: one starts at time=" + first
                    + ", the one in front of it has a record at time=" + last
                    + "; give them in order of time, or merge them first");
        }
    }

    private void take(int part, RecordPart whole) {
        Records records = whole.records();
        long from = range.start() == Long.MIN_VALUE ? 0 : Chunks.firstAtOrAfter(records, range.start());
        long to = range.end() == Long.MAX_VALUE ? records.count() : Chunks.firstAtOrAfter(records, range.end());
        recordsBefore |= from > 0;
        recordsAfter |= to < records.count();
        if (from < to) {
            pieces.add(new Piece(part, whole, from, to, before));
        }
        before += records.count();
    }

    /// How many records before that piece are sound: as many as a validator lets pass that leaves out the others.
    long passing(Piece piece) {
        RecordValidator validator = new RecordValidator(piece.whole().records().type(), FailurePolicy.SKIP, range);
        long passing = 0;
        long latest = Long.MIN_VALUE;
        for (int part = 0; part <= piece.part(); part++) {
            Records records = parts.get(part).records();
            long beyond = part < piece.part() ? records.count() : piece.from();
            for (long i = 0; i < beyond; i++) {
                if (validator.passes(parts.get(part), i, latest)) {
                    latest = times.start(records, i);
                    passing++;
                }
            }
        }
        return passing;
    }

    /// The pieces, in order of time; none is empty.
    List<Piece> pieces() {
        return pieces;
    }

    /// Where the first chunk starts.
    long start() {
        return start;
    }

    /// Whether the run goes on after the range.
    boolean goesOn() {
        return recordsAfter;
    }

    /// Whether the range lies between two records: it holds none, but the run covers it, so that one empty chunk is to
    /// say so.
    boolean isGap() {
        return pieces.isEmpty() && recordsBefore && recordsAfter && !range.isEmpty();
    }
}
