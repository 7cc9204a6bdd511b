package dev.sluice.source;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.LatestEnd;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.NumpyConversion;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.Records;
import java.util.List;

/// Cuts chunks from sorted records in memory, part after part, and lends them without copying: only their times are
/// looked at, and records outside the range of time are not.
///
/// A chunk has as many records as was asked for, more where records start at the same time or, if their type is
/// disjoint, are open, or where they are fragments of a pulse that goes on; fewer at the end of a part. It ends where
/// the next one starts; the last one ends with the range of time, or where the run ends earlier, with the record that
/// ends last. A worker finds records that break a law; [ValidatingReader] looks before. Used by one
/// thread; the memory belongs to the caller.
public final class RecordReader implements ChunkReader {
    private final RecordSpan span;
    private final List<RecordSpan.Piece> pieces;
    private final RecordTimes times;
    private final TimeRange range;
    private final long chunkRecords;
    private final PulseBounds pulses;
    private final boolean together;
    private final TornPulses torn;
    private boolean covered;
    private int piece;
    private long next;
    private long cursor;
    private final LatestEnd ends;
    private long latestEnd = Long.MIN_VALUE;
    private long latestRecordEnd = Long.MIN_VALUE;

    /// A reader of the records of `parts`, at least one, that start in `range`; each starts after the one before has
    /// started its last record.
    ///
    /// @throws ChunkLawException if one does not
    public RecordReader(List<RecordPart> parts, TimeRange range, long chunkRecords) {
        this.span = new RecordSpan(parts, range);
        this.pieces = span.pieces();
        this.range = range;
        this.chunkRecords = chunkRecords;
        this.times = parts.get(0).records().type().times();
        this.pulses = PulseBounds.of(parts.get(0).records().type());
        this.together = pulses.matter();
        this.ends = new LatestEnd(parts.get(0).records().type());
        this.torn = new TornPulses(pulses, range);
        this.cursor = span.start();
        this.covered = !span.isGap();
        this.next = pieces.isEmpty() ? 0 : pieces.get(0).from();
    }

    @Override
    public boolean read(SourceOutput out) {
        if (piece == pieces.size()) {
            return coverRange(out);
        }
        Records records = pieces.get(piece).whole().records();
        long from = next;
        long to = endOfChunk(records, from, pieces.get(piece).to());
        if (!span.goesOn()) {
            note(records, from, to);
        }
        // Disorder inside the chunk is found by the laws that it is checked against; until then it has an interval.
        long end = Math.max(cursor, endOfTime(records, to));
        if (torn.among(records, from, to)) {
            torn.copy(records, from, to, out);
        } else {
            out.lend(
                    records.segment(),
                    records.byteOffset() + from * records.type().size(),
                    to - from);
        }
        out.publish(to - from, cursor, end);
        out.firstIndex(pieces.get(piece).before() + from);
        cursor = end;
        next = to;
        if (to == pieces.get(piece).to()) {
            piece++;
            next = piece < pieces.size() ? pieces.get(piece).from() : 0;
        }
        return true;
    }

    private boolean coverRange(SourceOutput out) {
        if (covered) {
            return false;
        }
        covered = true;
        out.records(0);
        out.publish(0, cursor, range.end());
        return true;
    }

    private long endOfChunk(Records records, long from, long count) {
        long to = from + Math.min(chunkRecords, count - from);
        if (together) {
            reach(records, from, to);
        }
        while (to < count && !mayCut(records, to)) {
            if (together) {
                reach(records, to, to + 1);
            }
            to++;
        }
        return to;
    }

    private void reach(Records records, long from, long to) {
        for (long i = from; i < to; i++) {
            latestEnd = Math.max(latestEnd, pulses.end(records, i));
        }
    }

    private boolean mayCut(Records records, long at) {
        long time = times.start(records, at);
        long before = times.start(records, at - 1);
        if (time < before) {
            throw new ChunkLawException("the records are not sorted by time: record " + at + " starts at time=" + time
                    + ", before the one in front of it at time=" + before
                    + "; sort them, of an array with " + NumpyConversion.sorted());
        }
        return time > before && (!together || time >= latestEnd);
    }

    private long endOfTime(Records records, long to) {
        if (to < pieces.get(piece).to()) {
            return times.start(records, to);
        }
        if (piece + 1 < pieces.size()) {
            RecordSpan.Piece later = pieces.get(piece + 1);
            return times.start(later.whole().records(), later.from());
        }
        if (span.goesOn()) {
            return range.end();
        }
        long last = times.start(records, to - 1);
        long end = Math.max(latestRecordEnd, last == Long.MAX_VALUE ? last : last + 1);
        return together ? Math.max(end, latestEnd) : end;
    }

    /// Records overlap: the one that ends last may be any of the run. Looked at chunk by chunk: it brings the times
    /// into the cache of the threads that need them next, while a look at all in the end would read the run again.
    private void note(Records records, long from, long to) {
        ends.take(records, from, to);
        latestRecordEnd = Math.max(latestRecordEnd, ends.time());
        for (long i = from; i < to && pulses.outlastTheirEnds(); i++) {
            latestRecordEnd = Math.max(latestRecordEnd, pulses.recordEnd(records, i));
        }
    }
}
