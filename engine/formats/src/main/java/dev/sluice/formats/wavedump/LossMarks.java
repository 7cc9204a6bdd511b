package dev.sluice.formats.wavedump;

import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.SourceOutput;
import java.util.ArrayList;
import java.util.List;

/// Tells the losses of a run chunk by chunk: each chunk gets the part of a loss up to its end, so that the parts follow
/// each other without a gap and end in the chunk that the loss ends in. Used by one thread.
///
/// A loss that starts before the chunk in which it was found is told there from its true start. One event is missing
/// where a file was cut off; where it is corrupt, all up to the end of the run.
final class LossMarks {
    private final List<Mark> marks = new ArrayList<>();
    private final TimeRange range;
    private final long recordNs;

    /// Marks for the part of the losses in `range`; an event of unknown length lasts `recordNs`.
    LossMarks(TimeRange range, long recordNs) {
        this.range = range;
        this.recordNs = recordNs;
    }

    /// Takes note of the losses that came after those already known; the list only ever grows.
    void take(List<WaveDumpLoss> losses) {
        for (int index = marks.size(); index < losses.size(); index++) {
            WaveDumpLoss loss = losses.get(index);
            boolean open = loss.damage().kind() == WaveDumpDamage.Kind.CORRUPT;
            long start = start(loss);
            marks.add(new Mark(
                    Math.max(start, range.start()),
                    start + recordNs,
                    open,
                    loss.damage().error().finding()));
        }
    }

    /// The broken event's own time if its header could be read, else the end of the last good event of its file.
    private long start(WaveDumpLoss loss) {
        if (loss.at().isPresent()) {
            return loss.at().getAsLong();
        }
        return loss.damage().completeEvents() == 0 ? 0 : loss.after() + recordNs;
    }

    /// Where the part begins that was not told yet; the largest int64 if there is none.
    long start() {
        return marks.stream().mapToLong(mark -> mark.from).min().orElse(Long.MAX_VALUE);
    }

    /// Where the last loss ends if the run ends at `runEnd`; the least int64 if there is none.
    long end(long runEnd) {
        return marks.stream()
                .mapToLong(mark -> mark.open ? Math.max(mark.end, runEnd) : mark.end)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /// Tells `out`, published, what was lost before its `end`.
    void tell(SourceOutput out, long end) {
        for (Mark mark : marks) {
            long to = mark.open ? end : Math.min(mark.end, end);
            if (mark.from < to) {
                out.lost(new Loss(mark.from, to, mark.cause));
                mark.from = to;
            }
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
