package dev.sluice.source;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.Records;
import java.util.List;

/// Cuts chunks as [RecordReader] does, from records that need not be sound: it looks at the times of each before it
/// goes out.
///
/// A record that starts before the one in front of it, or with it in a lower channel, ends before it starts, or has
/// more valid samples than samples ends the run with a [dev.sluice.chunk.ChunkLawException]; under
/// [FailurePolicy#SKIP] it is left out, and the time that it claims is marked as lost. Which ones are left out does
/// not depend on the size of the chunks. Sound neighbours are lent; only a chunk with something left out of its middle
/// is copied. Used by one thread.
public final class ValidatingReader implements ChunkReader {
    /// Fewer records are judged one by one: columns would cost as much.
    private static final int LEAST_BLOCK = 8;
    /// Records among which the end of a chunk is looked for.
    private static final int LAST_BLOCK = 64;

    private final RecordSpan span;
    private final List<RecordSpan.Piece> pieces;
    private final RecordValidator validator;
    private final DoubtfulRecords doubts;
    private final RecordTimes times;
    private final TimeRange range;
    private final long chunkRecords;
    private final PulseBounds pulses;
    private final boolean together;
    private final boolean skipping;
    private final TornPulses torn;
    private final RecordBlock block;
    private long oneByOne;
    private long index;
    private long latestRecordEnd = Long.MIN_VALUE;
    private boolean covered;
    private boolean started;
    private int piece;
    private long next;
    private long cursor;
    private long latest = Long.MIN_VALUE;
    private long latestEnd = Long.MIN_VALUE;
    private long lastDuration;
    private long count;
    private long first;
    private Records copy;

    /// A reader of the records of `parts`, at least one, that start in the range of time of the run; each part starts
    /// after the one before has started its last record.
    ///
    /// @throws dev.sluice.chunk.ChunkLawException if one does not
    public ValidatingReader(List<RecordPart> parts, SourceContext context) {
        this.range = context.timeRange();
        this.span = new RecordSpan(parts, range);
        this.pieces = span.pieces();
        this.validator = new RecordValidator(parts.get(0).records().type(), context.failurePolicy(), range);
        this.doubts = new DoubtfulRecords(parts.get(0).records().type(), context);
        this.chunkRecords = context.chunkRecords();
        this.times = parts.get(0).records().type().times();
        this.pulses = PulseBounds.of(parts.get(0).records().type());
        this.together = pulses.matter();
        this.skipping = context.failurePolicy() == FailurePolicy.SKIP;
        this.torn = new TornPulses(pulses, range);
        this.block = new RecordBlock(parts.get(0).records().type());
        this.index = Chunk.UNNUMBERED;
        this.cursor = span.start();
        this.covered = !span.isGap();
        this.next = pieces.isEmpty() ? 0 : pieces.get(0).from();
    }

    @Override
    public boolean read(SourceOutput out) {
        if (piece == pieces.size()) {
            return coverRange(out);
        }
        RecordSpan.Piece current = pieces.get(piece);
        count = 0;
        first = next;
        copy = null;
        gather(out, current);
        start();
        publish(out, current);
        if (next == current.to()) {
            piece++;
            oneByOne = 0;
            next = piece < pieces.size() ? pieces.get(piece).from() : 0;
        }
        return true;
    }

    /// The number of the part that is read, of those that the reader was made of; how many there are at the end.
    public int part() {
        return piece < pieces.size() ? pieces.get(piece).part() : Integer.MAX_VALUE;
    }

    /// The record of that part that is read next.
    public long position() {
        return next;
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

    /// Takes records up to one that may start the next chunk, so that neighbours left out are reported at once.
    private void gather(SourceOutput out, RecordSpan.Piece current) {
        Records records = current.whole().records();
        long earliest = started ? Math.max(latest, cursor) : latest;
        while (next < current.to()) {
            if (takesBlock(out, records, current, earliest)) {
                earliest = latest;
                continue;
            }
            long time = times.start(records, next);
            if (isWanted(time) && validator.passes(current.whole(), next, earliest)) {
                if (count >= chunkRecords && time > latest && (!together || time >= latestEnd)) {
                    return;
                }
                keep(out, records, 1);
                noteEnds(records);
                doubts.look(records, next);
                latest = time;
                earliest = time;
            }
            next++;
        }
    }

    /// Takes many records at once where all of them are sound and wanted, and up to the one that may start the next
    /// chunk.
    private boolean takesBlock(SourceOutput out, Records records, RecordSpan.Piece current, long earliest) {
        boolean ending = count >= chunkRecords && chunkRecords >= LEAST_BLOCK;
        long wanted = ending ? LAST_BLOCK : Math.min(RecordBlock.MOST, chunkRecords - count);
        int most = (int) Math.min(wanted, current.to() - next);
        if (most < LEAST_BLOCK || next < oneByOne) {
            return false;
        }
        boolean sound = block.read(records, next, most)
                && block.starts()[0] >= range.start()
                && (block.lastStart() < range.end() || range.end() == Long.MAX_VALUE)
                && validator.pass(block, earliest);
        if (!sound) {
            oneByOne = next + most;
            return false;
        }
        if (ending) {
            most = pulses.firstCut(block, latest, latestEnd);
            if (most == 0) {
                return false;
            }
            block.keep(most);
        }
        validator.passed(block);
        keep(out, records, most);
        latestEnd = Math.max(latestEnd, pulses.latestEnd(block));
        latestRecordEnd = Math.max(latestRecordEnd, pulses.latestRecordEnd(block));
        lastDuration = block.lastEnd() - block.lastStart();
        doubts.look(block);
        latest = block.lastStart();
        next += most;
        return true;
    }

    /// Between the borders that were found in unsorted records, some may be outside the range.
    private boolean isWanted(long time) {
        return time >= range.start() && (time < range.end() || range.end() == Long.MAX_VALUE);
    }

    /// Adds `more` records from the next one on to the chunk.
    private void keep(SourceOutput out, Records records, int more) {
        if (count == 0) {
            first = next;
        } else if (copy == null && first + count != next) {
            copy = out.records(Math.max(count + more, Math.min(chunkRecords, records.count() - first)));
            copy.copyFrom(0, records, first, count);
        }
        if (copy != null) {
            if (count + more > copy.count()) {
                copy = out.records(Math.max(count + more, 2 * count));
            }
            copy.copyFrom(count, records, next, more);
        }
        count += more;
    }

    private void noteEnds(Records records) {
        latestEnd = Math.max(latestEnd, pulses.end(records, next));
        latestRecordEnd = Math.max(latestRecordEnd, pulses.recordEnd(records, next));
        lastDuration = times.end(records, next) - times.start(records, next);
    }

    /// The run starts with the first record in the file, unless that record is left out.
    private void start() {
        if (!started && count > 0) {
            RecordSpan.Piece current = pieces.get(piece);
            cursor = Math.max(
                    range.start(), Math.min(cursor, times.start(current.whole().records(), first)));
        }
        started = true;
    }

    private void publish(SourceOutput out, RecordSpan.Piece current) {
        Records records = current.whole().records();
        boolean cut = current.whole().cut() != null && next == records.count();
        long reached = Math.max(endOfTime(current, cut), count == 0 ? cursor : latest + 1);
        // What cuts a chunk down to the range cuts its losses too, and those of records that go back lie before it.
        long end = together ? reached : range.clamp(reached);
        if (copy == null && torn.among(records, first, first + count)) {
            copy = out.records(count);
            copy.copyFrom(0, records, first, count);
        }
        if (copy != null) {
            torn.seal(copy, count);
        } else {
            out.lend(
                    records.segment(),
                    records.byteOffset() + first * records.type().size(),
                    count);
        }
        out.publish(count, cursor, end);
        number(out, current);
        validator.tell(out);
        if (cut && !range.isEmpty()) {
            out.lost(new Loss(
                    Math.max(cursor, Math.min(latestEnd, end - 1)),
                    end,
                    current.whole().cut()));
        }
        cursor = end;
    }

    /// Numbers the records that pass: those left out before the range are found as they are in the whole run.
    private void number(SourceOutput out, RecordSpan.Piece current) {
        if (index == Chunk.UNNUMBERED) {
            index = skipping ? passedBefore(current) : current.before() + first;
        }
        out.firstIndex(index);
        index += count;
    }

    private long passedBefore(RecordSpan.Piece current) {
        return current.before() == 0 && current.from() == 0 ? 0 : span.passing(current);
    }

    private long endOfTime(RecordSpan.Piece current, boolean cut) {
        if (next < current.to()) {
            return times.start(current.whole().records(), next);
        }
        if (piece + 1 < pieces.size()) {
            RecordSpan.Piece later = pieces.get(piece + 1);
            return times.start(later.whole().records(), later.from());
        }
        if (span.goesOn()) {
            return range.end();
        }
        if (cut) {
            // How long the missing records lasted is not known: as long as one more.
            return range.clamp(saturatedSum(Math.max(cursor, latestEnd), Math.max(1, lastDuration)));
        }
        return together ? latestEnd : Math.max(cursor, latestRecordEnd);
    }

    private static long saturatedSum(long time, long duration) {
        return time > Long.MAX_VALUE - duration ? Long.MAX_VALUE : time + duration;
    }
}
