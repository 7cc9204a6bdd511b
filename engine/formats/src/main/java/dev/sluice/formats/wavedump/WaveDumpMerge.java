package dev.sluice.formats.wavedump;

import dev.sluice.formats.wavedump.file.RunFile;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import dev.sluice.formats.wavedump.file.WaveDumpLoss;
import dev.sluice.formats.wavedump.time.BoardEvents;
import dev.sluice.formats.wavedump.time.EventLane;
import dev.sluice.formats.wavedump.time.MinHeap;
import dev.sluice.formats.wavedump.time.SharedClocks;
import dev.sluice.formats.wavedump.time.TagTime;
import dev.sluice.formats.wavedump.time.WaveDumpOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Merges the events of a run's files by time: a cursor over all of them. One thread at a time.
///
/// Events come in the order of their time, ties by channel, then by the order of the files. The time is the unwrapped
/// tag times the clock, in ns. It is found from all evidence: the files of a board that share its counter and tag are
/// merged by counter, and no word is believed that those around it contradict: see [BoardEvents]. Files of other
/// clocks, such as the groups of an x742, are timed for themselves. A silence longer than the tag's range, of the
/// board or of such a file, comes out short by whole ranges.
///
/// The merge owns the open files until [#close]. [#next] allocates nothing.
public final class WaveDumpMerge implements AutoCloseable {
    private final EventLane[] lanes;
    private final MinHeap<BoardEvents> boards;
    private final List<RunFile> files;
    private final List<BoardEvents> all = new ArrayList<>();
    private final List<WaveDumpLoss> losses;
    private final List<String> warnings = new ArrayList<>();
    private final List<WaveDumpLoss> lossesView;
    private final List<String> warningsView = Collections.unmodifiableList(warnings);
    private boolean started;

    private WaveDumpMerge(EventLane[] lanes, WaveDumpRun run) throws IOException {
        this.lanes = lanes;
        this.files = run.files();
        this.losses = new ArrayList<>(run.unreadable());
        this.lossesView = Collections.unmodifiableList(losses);
        Map<Long, List<EventLane>> byBoard = new LinkedHashMap<>();
        for (EventLane lane : lanes) {
            byBoard.computeIfAbsent(lane.first().board(), key -> new ArrayList<>())
                    .add(lane);
        }
        MissingFiles missing = new MissingFiles(files, run.unreadable());
        for (List<EventLane> board : byBoard.values()) {
            List<Path> lost = missing.of(board.get(0).first().board());
            for (List<EventLane> shared : SharedClocks.of(board, warnings)) {
                all.add(new BoardEvents(
                        shared, run.unwrapper(), TagTime.of(run.clockNs()), run.options(), lost, losses, warnings));
            }
        }
        this.boards = new MinHeap<>(
                all.toArray(BoardEvents[]::new), (one, other) -> one.lane().compareByTime(other.lane()));
    }

    static WaveDumpMerge open(WaveDumpRun run) throws IOException {
        Map<List<Long>, List<RunFile>> channels = new LinkedHashMap<>();
        for (RunFile file : run.files()) {
            List<Long> channel = List.of(file.board(), (long) file.channel());
            channels.computeIfAbsent(channel, key -> new ArrayList<>()).add(file);
        }
        EventLane[] lanes = new EventLane[channels.size()];
        int opened = 0;
        try {
            for (List<RunFile> parts : channels.values()) {
                lanes[opened] = lane(opened, parts, run.unreadable(), run.options());
                opened++;
            }
            return new WaveDumpMerge(lanes, run);
        } catch (IOException | RuntimeException failure) {
            closeAll(lanes);
            throw failure;
        }
    }

    private static EventLane lane(
            int index, List<RunFile> parts, List<WaveDumpLoss> unreadable, WaveDumpOptions options) throws IOException {
        WaveDumpFile[] cursors = new WaveDumpFile[parts.size()];
        boolean counting = true;
        try {
            for (int part = 0; part < cursors.length; part++) {
                RunFile file = parts.get(part);
                cursors[part] =
                        WaveDumpFile.open(file.path(), file.kind(), options.onDamage(), headers -> file.evidence());
                counting &= file.evidence().counting();
            }
            EventLane lane = new EventLane(index, parts, cursors, counting, options);
            for (WaveDumpLoss loss : unreadable) {
                if (MissingFiles.isEarlierPart(loss.file(), parts.get(0))) {
                    lane.missBefore(1 + loss.damage().bytesLost() / Math.max(1, cursors[0].usualSize()));
                }
            }
            return lane;
        } catch (IOException | RuntimeException failure) {
            for (WaveDumpFile cursor : cursors) {
                if (cursor != null) {
                    cursor.close();
                }
            }
            throw failure;
        }
    }

    /// Moves to the next event of the run; false when all files are at their end.
    ///
    /// Throws [dev.sluice.formats.FormatException] at a broken event under
    /// [dev.sluice.formats.wavedump.file.DamagePolicy#FAIL]; under
    /// [dev.sluice.formats.wavedump.file.DamagePolicy#SKIP] the event is left out, or the file ends there, and
    /// [#losses] lists.
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
        return current().cursor();
    }

    /// The index in [WaveDumpRun#files] of the current event's file.
    public int fileIndex() {
        return files.indexOf(current().currentFile());
    }

    /// The run's channel number of the current event.
    public int channel() {
        return current().channel();
    }

    /// The run's board number of the current event.
    public long board() {
        return current().first().board();
    }

    /// The trigger time of the current event, in ns since the tag counter's reset.
    public long time() {
        return current().time();
    }

    /// The unwrapped tag of the current event, in ticks of the tag clock.
    public long ticks() {
        return current().ticks();
    }

    /// What was lost so far, file by file: a view that grows, complete once [#next] has returned false.
    public List<WaveDumpLoss> losses() {
        return lossesView;
    }

    /// Adds to [#warnings] what was counted so far, where no further event is asked for.
    void addNotes() {
        all.forEach(BoardEvents::addCounts);
    }

    /// Looks whether the files are still as long as when they were opened.
    void glance() {
        for (EventLane lane : lanes) {
            lane.glance();
        }
    }

    /// Looks whether the files are still what was opened; by any thread.
    void requireUnchanged() {
        for (EventLane lane : lanes) {
            lane.requireUnchanged();
        }
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
