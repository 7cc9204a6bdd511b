package dev.sluice.stream;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.record.RecordType;

/// What a plugin sees of one input, for the length of a call. Of one worker, whose plugin may look from threads of its
/// own during the call; allocates nothing per chunk.
///
/// The views are several objects in turn, so that a plugin which keeps one beyond its call finds it refused in the
/// calls that follow, and does not read the chunk of those through it.
final class InputViews {
    private static final int VIEWS = 8;

    private final String dataType;
    private final ChunkWindow[] windows = new ChunkWindow[VIEWS];
    private int turn;
    private Chunk given;
    private Chunk shown;

    InputViews(RecordType type, String dataType) {
        this.dataType = dataType;
        for (int i = 0; i < VIEWS; i++) {
            windows[i] = new ChunkWindow(type);
        }
    }

    /// The call begins, to which this chunk is given: shown when it is first looked at.
    synchronized void begin(Chunk chunk) {
        given = chunk;
        shown = null;
    }

    /// What is shown.
    ///
    /// @throws IllegalStateException if there is no call
    synchronized Chunk chunk() {
        return shown != null ? shown : show();
    }

    private Chunk show() {
        if (given == null) {
            throw new IllegalStateException("the input of " + dataType + " is read outside of a call: a plugin may read"
                    + " it until computeChunk returns; copy what is to be kept");
        }
        turn = (turn + 1) % VIEWS;
        windows[turn].show(given, given.number(), dataType);
        shown = windows[turn].chunk();
        return shown;
    }

    /// The call has ended.
    synchronized void end() {
        if (shown != null) {
            windows[turn].window().end(dataType);
        }
        given = null;
        shown = null;
    }
}
