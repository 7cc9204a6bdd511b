package dev.sluice.formats.wavedump;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Merges the events of a run's files by time: a cursor over all of them. One thread at a time.
///
/// Events come in the order of their time, ties by channel, then by the order of the files; inside a file never out of
/// order, since unwrapped tags cannot decrease. The time is the unwrapped tag times the clock, in ns. Each file is
/// unwrapped by itself: a channel that is silent for longer than the tag's range before its first event, or between
/// two, comes out early by whole ranges.
///
/// The merge owns the open files until [#close]. [#next] allocates nothing.
public final class WaveDumpMerge implements AutoCloseable {
    private final Lane[] lanes;
    private final Lane[] heap;
    private final List<WaveDumpLoss> losses;
    private int waiting;
    private boolean started;

    private WaveDumpMerge(Lane[] lanes, List<WaveDumpLoss> unreadable) {
        this.lanes = lanes;
        this.heap = new Lane[lanes.length];
        this.losses = new ArrayList<>(unreadable);
    }

    static WaveDumpMerge open(WaveDumpRun run) throws IOException {
        List<RunFile> files = run.files();
        Lane[] lanes = new Lane[files.size()];
        try {
            for (int index = 0; index < lanes.length; index++) {
                RunFile file = files.get(index);
                WaveDumpFile cursor = WaveDumpFile.open(
                        file.path(), file.kind(), run.options().onDamage());
                lanes[index] = new Lane(index, file, cursor, run.unwrapper(), TagTime.of(run.clockNs()));
            }
        } catch (IOException | RuntimeException failure) {
            closeAll(lanes);
            throw failure;
        }
        return new WaveDumpMerge(lanes, run.unreadable());
    }

    /// Moves to the next event of the run; false when all files are at their end.
    ///
    /// Throws [dev.sluice.formats.FormatException] at a broken event under [DamagePolicy#FAIL]; under
    /// [DamagePolicy#SKIP] the file ends there and [#losses] tells.
    public boolean next() {
        if (!started) {
            started = true;
            for (Lane lane : lanes) {
                if (advance(lane)) {
                    heap[waiting++] = lane;
                }
            }
            for (int root = waiting / 2 - 1; root >= 0; root--) {
                siftDown(root);
            }
            return waiting > 0;
        }
        if (waiting == 0) {
            return false;
        }
        if (!advance(heap[0])) {
            heap[0] = heap[--waiting];
            heap[waiting] = null;
        }
        siftDown(0);
        return waiting > 0;
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

    /// What was lost so far, file by file: complete once [#next] has returned false.
    public List<WaveDumpLoss> losses() {
        return List.copyOf(losses);
    }

    /// Closes all files.
    @Override
    public void close() {
        closeAll(lanes);
    }

    private Lane current() {
        if (waiting == 0) {
            throw new IllegalStateException(
                    "no current event: files=" + lanes.length + "; call next() until it is false");
        }
        return heap[0];
    }

    private boolean advance(Lane lane) {
        if (lane.advance()) {
            return true;
        }
        lane.cursor.damage().ifPresent(damage -> losses.add(lane.loss(damage)));
        return false;
    }

    private void siftDown(int root) {
        int parent = root;
        while (true) {
            int child = 2 * parent + 1;
            if (child >= waiting) {
                return;
            }
            if (child + 1 < waiting && heap[child + 1].comesBefore(heap[child])) {
                child++;
            }
            if (!heap[child].comesBefore(heap[parent])) {
                return;
            }
            Lane moved = heap[parent];
            heap[parent] = heap[child];
            heap[child] = moved;
            parent = child;
        }
    }

    private static void closeAll(Lane[] lanes) {
        for (Lane lane : lanes) {
            if (lane != null) {
                lane.cursor.close();
            }
        }
    }

    /// One file in the merge, with the key of its current event.
    private static final class Lane {
        private final int index;
        private final RunFile file;
        private final WaveDumpFile cursor;
        private final TagUnwrapper unwrapper;
        private final TagTime clock;
        private long ticks;
        private long time;
        private int channel;

        Lane(int index, RunFile file, WaveDumpFile cursor, TagUnwrapper unwrapper, TagTime clock) {
            this.index = index;
            this.file = file;
            this.cursor = cursor;
            this.unwrapper = unwrapper;
            this.clock = clock;
        }

        boolean advance() {
            if (!cursor.next()) {
                return false;
            }
            ticks = unwrapper.unwrap(cursor.tag());
            time = clock.ns(ticks);
            channel = file.channelOf(cursor.channel());
            return true;
        }

        boolean comesBefore(Lane other) {
            if (time != other.time) {
                return time < other.time;
            }
            return channel != other.channel ? channel < other.channel : index < other.index;
        }

        WaveDumpLoss loss(WaveDumpDamage damage) {
            OptionalLong tag = damage.tag();
            OptionalLong at = tag.isPresent()
                    ? OptionalLong.of(clock.ns(unwrapper.unwrap(tag.getAsLong())))
                    : OptionalLong.empty();
            return new WaveDumpLoss(cursor.path(), damage, time, at);
        }
    }
}
