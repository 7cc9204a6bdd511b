package dev.sluice.formats.wavedump;

import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.formats.wavedump.file.WaveDumpDamage;
import dev.sluice.formats.wavedump.file.WaveDumpLoss;
import dev.sluice.plugin.SourceOutput;
import java.util.ArrayList;
import java.util.List;

/// Reports the losses of a run chunk by chunk: each chunk gets the part of a loss up to its end, so that the parts
/// follow each other without a gap and end in the chunk that the loss ends in. Used by one thread.
///
/// A loss that starts before the chunk in which it was found is reported there from its true start. One event is
/// missing where a file was cut off or goes on after a broken event; where it is corrupt, all up to the end of the
/// run. Reporting allocates nothing while nothing is lost.
final class ChunkLosses {
    private final List<Mark> marks = new ArrayList<>();
    private final TimeRange range;
    private final long recordNs;
    private int taken;
    private long runStart;

    /// Marks for the part of the losses in `range`; an event of unknown length lasts `recordNs`, at least 1 ns.
    ChunkLosses(TimeRange range, long recordNs) {
        this.range = range;
        this.recordNs = Math.max(1, recordNs);
    }

    /// Says when the first event of the run starts: there begins what was lost of a file that has no event.
    void runStart(long time) {
        runStart = time;
    }

    /// Takes note of the losses that came after those already known; the list only ever grows.
    void take(List<WaveDumpLoss> losses) {
        for (; taken < losses.size(); taken++) {
            WaveDumpLoss loss = losses.get(taken);
            boolean open = isOpen(loss);
            long start = start(loss);
            long end = end(loss, start);
            long from = Math.max(start, range.start());
            if (open || from < end) {
                marks.add(new Mark(from, end, open, loss.damage().error().finding()));
            }
        }
    }

    private static boolean isOpen(WaveDumpLoss loss) {
        boolean corrupt = loss.damage().kind() == WaveDumpDamage.Kind.CORRUPT;
        boolean dropped = loss.damage().kind() == WaveDumpDamage.Kind.DROPPED;
        return loss.until().isEmpty() && (corrupt || dropped && loss.at().isEmpty());
    }

    /// The broken event's own time if its header could be read, else the end of the last good event of its file.
    private long start(WaveDumpLoss loss) {
        if (loss.at().isPresent()) {
            return loss.at().getAsLong();
        }
        long start = loss.damage().completeEvents() == 0 ? runStart : loss.after() + recordNs;
        return loss.until().isPresent() ? Math.min(start, loss.until().getAsLong()) : start;
    }

    /// One event later if its time is known, else where the file goes on, and the missing event was before.
    private long end(WaveDumpLoss loss, long start) {
        boolean between = loss.at().isEmpty() && loss.until().isPresent();
        return between ? Math.max(start + 1, loss.until().getAsLong()) : start + recordNs;
    }

    /// Where the part begins that was not reported yet; the largest int64 if there is none.
    long start() {
        long start = Long.MAX_VALUE;
        for (int index = 0; index < marks.size(); index++) {
            start = Math.min(start, marks.get(index).from);
        }
        return start;
    }

    /// Where the last loss ends if the run ends at `runEnd`; the least int64 if there is none.
    long end(long runEnd) {
        long end = Long.MIN_VALUE;
        for (int index = 0; index < marks.size(); index++) {
            Mark mark = marks.get(index);
            end = Math.max(end, mark.open ? Math.max(mark.end, runEnd) : mark.end);
        }
        return end;
    }

    /// Reports to `out`, published, what was lost before its `end`.
    void report(SourceOutput out, long end) {
        boolean done = false;
        for (int index = 0; index < marks.size(); index++) {
            Mark mark = marks.get(index);
            long to = mark.open ? end : Math.min(mark.end, end);
            if (mark.from < to) {
                out.lost(new Loss(mark.from, to, mark.cause));
                mark.from = to;
                done |= !mark.open && to == mark.end;
            }
        }
        if (done) {
            marks.removeIf(mark -> !mark.open && mark.from == mark.end);
        }
    }

    private static final class Mark {
        private final long end;
        private final boolean open;
        private final String cause;
        private long from;

        Mark(long from, long end, boolean open, String cause) {
            this.from = from;
            this.end = end;
            this.open = open;
            this.cause = cause;
        }
    }
}
