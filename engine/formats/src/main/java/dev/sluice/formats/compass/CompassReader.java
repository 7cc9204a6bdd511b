package dev.sluice.formats.compass;

import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.formats.FormatException;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One pass over the files of a run: copies events, merged by time, into chunks. Used by one thread.
///
/// Events of one time come in order of their channels. What was read before a damaged event is delivered before the
/// error.
final class CompassReader implements ChunkReader {
    private static final int MOST_AT_ONE_TIME = 1 << 13;

    private final List<CompassFile> files = new ArrayList<>();
    private final List<CompassFile> going = new ArrayList<>();
    private final SourceContext context;
    private final TimeRange range;
    private final EventWriter writer;
    private CompassFile current;
    private FormatException failure;
    private long lossStart;
    private boolean started;
    private boolean passed;
    private boolean rangeEnded;
    private boolean ended;
    private long index;
    private long cursor;

    CompassReader(CompassRun run, RecordType type, SourceContext context) throws IOException {
        this.context = context;
        this.range = context.timeRange();
        this.writer = new EventWriter(run, type);
        try {
            for (Path path : run.files()) {
                CompassFile file = CompassFile.open(path);
                files.add(file);
                going.add(file);
                if (file.layout().word() != run.layout().word()) {
                    throw new FormatException(path, 0, "the file was replaced by another one", "run again");
                }
            }
        } catch (IOException | RuntimeException broken) {
            close();
            throw broken;
        }
    }

    @Override
    public boolean read(SourceOutput out) {
        try {
            return readOn(out);
        } catch (InternalError fault) {
            throw (current == null ? files.get(0) : current).explain(fault);
        }
    }

    private boolean readOn(SourceOutput out) {
        if (!started) {
            start();
        }
        if (failing() && current == null) {
            throw failure;
        }
        if (current == null) {
            return closeOff(out);
        }
        fill(out);
        files.forEach(CompassFile::glance);
        return true;
    }

    private boolean failing() {
        return failure != null && context.failurePolicy() == FailurePolicy.FAIL;
    }

    private void start() {
        started = true;
        for (CompassFile file : List.copyOf(going)) {
            advance(file);
            if (going.contains(file) && file.time() < range.start() && file.seek(range.start())) {
                passed = true;
                index += file.index() + 1;
                advance(file);
            }
        }
        choose();
        while (current != null && current.time() < range.start()) {
            passed = true;
            index++;
            next();
        }
        if (current != null) {
            cursor = passed ? range.start() : current.time();
        }
    }

    private void next() {
        advance(current);
        choose();
    }

    private void advance(CompassFile file) {
        try {
            if (!file.advance()) {
                going.remove(file);
            }
        } catch (FormatException damage) {
            if (failure == null) {
                failure = damage;
                lossStart = Math.max(0, writer.lastTime()) + 1;
            }
            going.remove(file);
            if (context.failurePolicy() == FailurePolicy.FAIL) {
                going.clear();
            } else {
                context.warn(damage.finding());
            }
        }
    }

    /// Takes the earliest event, of the lowest channel where there are several.
    private void choose() {
        current = null;
        for (CompassFile file : going) {
            if (current == null
                    || file.time() < current.time()
                    || file.time() == current.time() && place(file) < place(current)) {
                current = file;
            }
        }
        if (current != null && current.time() >= range.end() && range.end() != Long.MAX_VALUE) {
            rangeEnded = true;
            current = null;
        }
    }

    private static long place(CompassFile file) {
        return (long) file.channel() << Short.SIZE | file.board();
    }

    private void fill(SourceOutput out) {
        long wanted = context.chunkRecords();
        long room = wanted;
        Records chunk = out.records(room);
        long first = index;
        long count = 0;
        long last = current.time();
        int still = 0;
        while (current != null && (count < wanted || current.time() == last)) {
            still = current.time() == last ? still + 1 : 0;
            if (still > MOST_AT_ONE_TIME) {
                throw new FormatException(
                        current.path(),
                        FormatException.NOT_IN_FILE,
                        "more than " + MOST_AT_ONE_TIME + " events have the time=" + last + " ps",
                        "check the clock of the digitiser; without a time tag there is no time");
            }
            if (count == room) {
                room *= 2;
                chunk = out.records(room);
            }
            last = current.time();
            writer.write(current, chunk, count++);
            next();
        }
        index += count;
        publish(out, count, last, first);
    }

    private void publish(SourceOutput out, long count, long last, long first) {
        long end = current != null ? current.time() : Math.max(last + 1, writer.latestEnd());
        if (current == null && !failing()) {
            ended = true;
            end = rangeEnded ? range.end() : Math.max(end, failure == null ? 0 : lossStart + 1);
        }
        end = range.clamp(end);
        out.publish(count, cursor, end);
        out.firstIndex(first);
        if (failure != null && !failing() && lossStart < end) {
            out.lost(new Loss(Math.max(cursor, lossStart), end, failure.finding()));
        }
        cursor = end;
    }

    /// Where no event is in the range, an empty chunk covers it if the run goes on after it.
    private boolean closeOff(SourceOutput out) {
        if (ended || !passed || !rangeEnded || range.isEmpty()) {
            return false;
        }
        ended = true;
        out.records(0);
        out.publish(0, range.start(), range.end());
        out.firstIndex(index);
        return true;
    }

    @Override
    public void requireUnchanged() {
        files.forEach(CompassFile::requireUnchanged);
    }

    @Override
    public void close() {
        files.forEach(CompassFile::close);
    }
}
