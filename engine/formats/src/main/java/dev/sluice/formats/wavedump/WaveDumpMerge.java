package dev.sluice.formats.wavedump;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Merges the events of a run's files by time: a cursor over all of them. One thread at a time.
///
/// Events come in the order of their time, ties by channel, then by the order of the files; inside a file never out of
/// order, since unwrapped tags cannot decrease. The time is the unwrapped tag times the clock, in ns. Tags are
/// unwrapped board by board along the board's event counter, and triggers of one board at the same time keep that
/// order; where the counters of a board are of no use, file by file: see [BoardEvents]. The groups of an x742 tag their
/// triggers each by itself and write all their channels every time, so its files are unwrapped one by one. A silence
/// longer than the tag's range, of the board or of such a file, comes out short by whole ranges.
///
/// The merge owns the open files until [#close]. [#next] allocates nothing.
public final class WaveDumpMerge implements AutoCloseable {
    private final EventLane[] lanes;
    private final LeastFirst<BoardEvents> boards;
    private final List<WaveDumpLoss> losses;
    private final List<String> warnings = new ArrayList<>();
    private final List<WaveDumpLoss> lossesView;
    private final List<String> warningsView = Collections.unmodifiableList(warnings);
    private boolean started;

    private WaveDumpMerge(EventLane[] lanes, WaveDumpRun run) {
        this.lanes = lanes;
        this.losses = new ArrayList<>(run.unreadable());
        this.lossesView = Collections.unmodifiableList(losses);
        Map<Object, List<EventLane>> byBoard = new LinkedHashMap<>();
        for (EventLane lane : lanes) {
            Object clockedBy = lane.file.kind() == SampleKind.FLOAT_32 ? lane : (Object) lane.file.board();
            byBoard.computeIfAbsent(clockedBy, key -> new ArrayList<>()).add(lane);
        }
        this.boards = new LeastFirst<>(
                byBoard.values().stream()
                        .map(own -> new BoardEvents(own, lanes.length, run.unwrapper(), losses, warnings))
                        .toArray(BoardEvents[]::new),
                (one, other) -> one.lane().compareByTime(other.lane()));
    }

    static WaveDumpMerge open(WaveDumpRun run) throws IOException {
        List<RunFile> files = run.files();
        EventLane[] lanes = new EventLane[files.size()];
        try {
            for (int index = 0; index < lanes.length; index++) {
                RunFile file = files.get(index);
                WaveDumpFile cursor = WaveDumpFile.open(
                        file.path(), file.kind(), run.options().onDamage(), run.expectedEventBytes(file.kind()));
                lanes[index] = new EventLane(index, file, cursor, TagTime.of(run.clockNs()));
            }
            return new WaveDumpMerge(lanes, run);
        } catch (IOException | RuntimeException failure) {
            closeAll(lanes);
            throw failure;
        }
    }

    /// Moves to the next event of the run; false when all files are at their end.
    ///
    /// Throws [dev.sluice.formats.FormatException] at a broken event under [DamagePolicy#FAIL]; under
    /// [DamagePolicy#SKIP] the event is left out, or the file ends there, and [#losses] tells.
    public boolean next() {
        if (!started) {
            start();
        } else if (boards.size() > 0) {
            if (!boards.get(0).next()) {
                boards.drop(0);
            }
            boards.settleFirst();
        }
        return boards.size() > 0;
    }

    private void start() {
        started = true;
        for (int index = boards.size() - 1; index >= 0; index--) {
            if (!boards.get(index).next()) {
                boards.drop(index);
            }
        }
        boards.settle();
    }

    /// The file of the current event, standing on it.
    public WaveDumpFile file() {
        return current().cursor;
    }

    /// The index in [WaveDumpRun#files] of the current event's file.
    public int fileIndex() {
        return current().index;
    }

    /// The run's channel number of the current event.
    public int channel() {
        return current().channel;
    }

    /// The trigger time of the current event, in ns since the tag counter's reset.
    public long time() {
        return current().time;
    }

    /// The unwrapped tag of the current event, in ticks of the tag clock.
    public long ticks() {
        return current().ticks;
    }

    /// What was lost so far, file by file: a view that grows, complete once [#next] has returned false.
    public List<WaveDumpLoss> losses() {
        return lossesView;
    }

    /// Closes all files.
    @Override
    public void close() {
        closeAll(lanes);
    }

    /// What turned out to be doubtful so far, one sentence each: a view that grows.
    public List<String> warnings() {
        return warningsView;
    }

    private EventLane current() {
        if (!started || boards.size() == 0) {
            throw new IllegalStateException(
                    "no current event: files=" + lanes.length + "; call next() until it is false");
        }
        return boards.get(0).lane();
    }

    private static void closeAll(EventLane[] lanes) {
        for (EventLane lane : lanes) {
            if (lane != null) {
                lane.close();
            }
        }
    }
}
