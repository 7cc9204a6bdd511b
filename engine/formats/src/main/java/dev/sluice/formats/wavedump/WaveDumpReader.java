package dev.sluice.formats.wavedump;

import dev.sluice.chunk.TimeRange;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.EventLayout;
import dev.sluice.formats.wavedump.file.RunFile;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.DoubleField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;
import java.util.List;

/// One pass over a WaveDump run: copies the merged events into chunks. Used by one thread.
///
/// What was read before a broken event is delivered before the error. What was skipped is marked on the chunks in whose
/// time it is missing. A range of time is covered to its end where the run goes on after it; the events in front of
/// it are passed in steps, each an empty chunk before the range, so that a stop is heeded between them.
final class WaveDumpReader implements ChunkReader {
    private static final long FIRST_ROOM = 64;
    private static final int PASSED_AT_ONCE = 1 << 16;
    private static final int MOST_AT_ONE_TIME = 1 << 13;

    private final WaveDumpRun run;
    private final WaveDumpMerge merge;
    private final SourceContext context;
    private final TimeRange range;
    private final ChunkLosses losses;
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
    private boolean passing;
    private boolean passed;
    private boolean toldOfPassing;
    private boolean rangeEnded;
    private boolean closedOff;
    private FormatException failure;
    private long cursor;
    private int warned;
    private int still;
    private long latestEnd = Long.MIN_VALUE;

    WaveDumpReader(WaveDumpRun run, RecordType type, SourceContext context) throws IOException {
        this.run = run;
        this.context = context;
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
        this.losses = new ChunkLosses(range, recordNs(samples));
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
        boolean found = readOn(out);
        merge.glance();
        if (!found) {
            merge.addNotes();
        }
        warn();
        return found;
    }

    private boolean readOn(SourceOutput out) {
        if (!started) {
            start();
        }
        if (passing && pass(out)) {
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        if (!more) {
            return closeOff(out);
        }
        fill(out);
        return true;
    }

    private void start() {
        started = true;
        advance();
        if (more || rangeEnded) {
            losses.runStart(merge.time());
        }
        if (more) {
            losses.take(merge.losses());
            passing = merge.time() < range.start();
            passed = passing;
            // What was lost in front of the first event is a part of the run.
            cursor = passing ? merge.time() : Math.min(merge.time(), losses.start());
        }
    }

    /// Hands on the doubts that came up since the last time and were not known when the run was opened.
    private void warn() {
        List<String> warnings = merge.warnings();
        for (; warned < warnings.size(); warned++) {
            if (!run.warnings().contains(warnings.get(warned))) {
                context.warn(warnings.get(warned));
            }
        }
    }

    /// Passes events before the range; true if it takes another step, and a chunk before the range says so.
    private boolean pass(SourceOutput out) {
        int steps = 0;
        while (before() && steps < PASSED_AT_ONCE) {
            latestEnd = Math.max(latestEnd, merge.time() + recordNs(merge.file().sampleCount()));
            advance();
            steps++;
        }
        passing = before();
        long reached = passing ? merge.time() : range.start();
        // Chunks tile time: once one was told of the way, the way is told up to the range.
        boolean tell = passing || toldOfPassing;
        if (tell) {
            toldOfPassing = true;
            out.records(0);
            out.publish(0, cursor, reached);
        }
        cursor = reached;
        return tell;
    }

    private boolean before() {
        return more && merge.time() < range.start();
    }

    /// Moves to the next event that is wanted; a broken one ends the run, but not before the events in front of it are
    /// out.
    private void advance() {
        try {
            boolean found = merge.next();
            rangeEnded = found && merge.time() >= range.end();
            more = found && !rangeEnded;
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
            still = merge.time() == last ? still + 1 : 0;
            requireMoving();
            last = merge.time();
            write(chunk, count++);
            advance();
        }
        losses.take(merge.losses());
        closedOff = !more && failure == null;
        long end = more ? merge.time() : Math.max(last + 1, latestEnd);
        if (closedOff) {
            end = rangeEnded ? range.end() : Math.max(end, losses.end(end));
        }
        end = range.clamp(end);
        out.publish(count, cursor, end);
        losses.report(out, end);
        cursor = end;
    }

    /// Records of one time are in one chunk, which no memory has room for where the clock does not run.
    private void requireMoving() {
        if (still > MOST_AT_ONE_TIME) {
            throw new FormatException(
                    merge.file().path(),
                    merge.file().offset(),
                    "the trigger time tag stands still at tag=" + merge.file().tag() + ", for more than "
                            + MOST_AT_ONE_TIME + " events at the same time=" + merge.time() + " ns",
                    "check the clock of the digitiser; without a tag there is no time");
        }
    }

    private void write(Records chunk, long index) {
        WaveDumpFile file = merge.file();
        int count = file.sampleCount();
        long start = merge.time();
        long stop = start + recordNs(count);
        time.set(chunk, index, start);
        endtime.set(chunk, index, stop);
        dt.set(chunk, index, run.dtNs());
        length.set(chunk, index, count);
        channel.set(chunk, index, merge.channel());
        board.set(chunk, index, (short) merge.board());
        event.set(chunk, index, file.counter());
        file.copySamples(chunk.segment(), chunk.byteOffset() + index * recordSize + waveOffset, samples);
        latestEnd = Math.max(latestEnd, stop);
    }

    /// Where no event is in the range, an empty chunk covers it if the run does, or what of it was lost.
    private boolean closeOff(SourceOutput out) {
        if (closedOff) {
            return false;
        }
        closedOff = true;
        losses.take(merge.losses());
        boolean inside = passed && rangeEnded;
        long start = inside || toldOfPassing ? range.start() : losses.start();
        long end = rangeEnded ? range.end() : Math.min(range.end(), losses.end(latestEnd));
        if (start >= end) {
            return false;
        }
        out.records(0);
        out.publish(0, start, end);
        losses.report(out, end);
        return true;
    }

    private long recordNs(int count) {
        return (long) Math.ceil(count * run.dtNs() - 1e-6);
    }

    @Override
    public void requireUnchanged() {
        merge.requireUnchanged();
    }

    @Override
    public void close() {
        merge.close();
    }
}
