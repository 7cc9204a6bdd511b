package dev.sluice.internal.run;

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
    private volatile Chunk shown;

    InputViews(RecordType type, String dataType) {
        this.dataType = dataType;
        for (int i = 0; i < VIEWS; i++) {
            windows[i] = new ChunkWindow(type);
        }
    }

    /// The call begins, to which this chunk is given: shown when it is first looked at.
    void begin(Chunk chunk) {
        given = chunk;
    }

    /// What is shown.
    ///
    /// @throws IllegalStateException if there is no call
    Chunk chunk() {
        Chunk seen = shown;
        return seen != null ? seen : show();
    }

    /// By one thread: what a second one would show beside it would not end with the call.
    private synchronized Chunk show() {
        if (shown == null) {
            if (given == null) {
                throw new IllegalStateException("the input of " + dataType + " is read outside of a call: a plugin may"
                        + " read it until computeChunk returns; copy what is to be kept");
            }
            turn = (turn + 1) % VIEWS;
            windows[turn].show(given, given.number(), dataType);
            shown = windows[turn].chunk();
        }
        return shown;
    }

    /// The call has ended, and with it what threads of the plugin do with its input.
    void end() {
        given = null;
        if (shown != null) {
            windows[turn].window().end(dataType);
            shown = null;
        }
    }
}
