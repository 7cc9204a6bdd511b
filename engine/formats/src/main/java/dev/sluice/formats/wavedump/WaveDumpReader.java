package dev.sluice.formats.wavedump;

import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.formats.FormatException;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.DoubleField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;

/// One pass over a WaveDump run: copies the merged events into chunks. Used by one thread.
///
/// What was read before a broken event is delivered before the error. What was skipped is marked on the last chunk,
/// once the end of the run is known.
final class WaveDumpReader implements ChunkReader {
    private static final long FIRST_ROOM = 64;

    private final WaveDumpRun run;
    private final WaveDumpMerge merge;
    private final TimeRange range;
    private final long chunkRecords;
    private final int recordSize;
    private final int waveOffset;
    private final int samples;
    private final LongField time;
    private final LongField endtime;
    private final DoubleField dt;
    private final LongField length;
    private final LongField channel;
    private final LongField board;
    private final LongField event;

    private boolean started;
    private boolean more;
    private boolean closedOff;
    private FormatException failure;
    private long cursor;
    private long latestEnd = Long.MIN_VALUE;

    WaveDumpReader(WaveDumpRun run, RecordType type, SourceContext context) throws IOException {
        this.run = run;
        this.range = context.timeRange();
        this.chunkRecords = context.chunkRecords();
        this.recordSize = type.size();
        this.waveOffset = type.field("wave").offset();
        this.samples = type.field("wave").elements();
        this.time = type.longField("time");
        this.endtime = type.longField("endtime");
        this.dt = type.doubleField("dt");
        this.length = type.longField("length");
        this.channel = type.longField("channel");
        this.board = type.longField("board");
        this.event = type.longField("event");
        this.merge = run.merge();
    }

    /// Events in the files, if all are as long as the longest that was seen in theirs.
    static long events(WaveDumpRun run) {
        long events = 0;
        for (RunFile file : run.files()) {
            long size = EventLayout.HEADER_BYTES
                    + (long) file.longestEvent() * file.kind().fileBytes();
            events += file.bytes() / size;
        }
        return events;
    }

    @Override
    public boolean read(SourceOutput out) {
        if (!started) {
            start();
        }
        if (failure != null) {
            throw failure;
        }
        if (!more) {
            return markLosses(out);
        }
        fill(out);
        return true;
    }

    private void start() {
        started = true;
        advance();
        if (more) {
            cursor = Math.max(range.start(), merge.time());
        }
        while (more && merge.time() < range.start()) {
            advance();
        }
    }

    /// Moves to the next event that is wanted; a broken one ends the run, but not before the events in front of it are
    /// out.
    private void advance() {
        try {
            more = merge.next() && merge.time() < range.end();
        } catch (FormatException broken) {
            failure = broken;
            more = false;
        }
    }

    private void fill(SourceOutput out) {
        long room = Math.min(chunkRecords, FIRST_ROOM);
        Records chunk = out.records(room);
        long count = 0;
        long last = merge.time();
        while (more && (count < chunkRecords || merge.time() == last)) {
            if (count == room) {
                room = count < chunkRecords ? Math.min(chunkRecords, 2 * room) : 2 * room;
                chunk = out.records(room);
            }
            last = merge.time();
            write(chunk, count++);
            advance();
        }
        long end = more ? merge.time() : Math.max(last + 1, latestEnd);
        end = range.clamp(end);
        boolean ends = !more && failure == null;
        out.publish(count, cursor, ends ? Math.max(end, endOfLosses()) : end);
        if (ends) {
            markOn(out);
        }
        cursor = end;
    }

    private void write(Records chunk, long index) {
        WaveDumpFile file = merge.file();
        int count = file.sampleCount();
        long start = merge.time();
        long stop = start + (long) Math.ceil(count * run.dtNs() - 1e-6);
        time.set(chunk, index, start);
        endtime.set(chunk, index, stop);
        dt.set(chunk, index, run.dtNs());
        length.set(chunk, index, count);
        channel.set(chunk, index, merge.channel());
        board.set(chunk, index, (short) file.board());
        event.set(chunk, index, file.counter());
        file.copySamples(chunk.segment(), chunk.byteOffset() + index * recordSize + waveOffset, samples);
        latestEnd = Math.max(latestEnd, stop);
    }

    /// Where no event was left to carry them, the losses come on an empty chunk of their own.
    private boolean markLosses(SourceOutput out) {
        if (closedOff || merge.losses().isEmpty()) {
            return false;
        }
        long end = endOfLosses();
        long start = Math.min(
                end, merge.losses().stream().mapToLong(this::startOf).min().getAsLong());
        out.records(0);
        out.publish(0, range.clamp(start), range.clamp(end));
        markOn(out);
        return true;
    }

    private void markOn(SourceOutput out) {
        closedOff = true;
        for (WaveDumpLoss loss : merge.losses()) {
            long start = startOf(loss);
            out.lost(new Loss(
                    start, Math.max(start, endOf(loss)), loss.damage().error().finding()));
        }
    }

    private long endOfLosses() {
        long end = Long.MIN_VALUE;
        for (WaveDumpLoss loss : merge.losses()) {
            end = Math.max(end, endOf(loss));
        }
        return end;
    }

    /// The broken event's own time if its header could be read, else the end of the last good event of its file.
    private long startOf(WaveDumpLoss loss) {
        if (loss.at().isPresent()) {
            return loss.at().getAsLong();
        }
        return loss.damage().completeEvents() == 0 ? 0 : loss.after() + recordNs();
    }

    /// One event is missing where a file was cut off; where it is corrupt, all up to the end of the run.
    private long endOf(WaveDumpLoss loss) {
        long one = startOf(loss) + recordNs();
        return loss.damage().kind() == WaveDumpDamage.Kind.CUT_OFF ? one : Math.max(one, latestEnd);
    }

    private long recordNs() {
        return (long) Math.ceil(samples * run.dtNs() - 1e-6);
    }

    @Override
    public void close() {
        merge.close();
    }
}
