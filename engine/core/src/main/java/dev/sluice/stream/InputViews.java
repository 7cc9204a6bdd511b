package dev.sluice.stream;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.record.RecordType;

/// What a plugin sees of one input, for the length of a call. Of one worker; allocates nothing per chunk.
///
/// The views are several objects in turn, so that a plugin which keeps one beyond its call finds it refused in the
/// calls that follow, and does not read the chunk of those through it.
final class InputViews {
    private static final int VIEWS = 8;

    private final String dataType;
    private final ChunkWindow[] windows = new ChunkWindow[VIEWS];
    private int turn;

    InputViews(RecordType type, String dataType) {
        this.dataType = dataType;
        for (int i = 0; i < VIEWS; i++) {
            windows[i] = new ChunkWindow(type);
        }
    }

    /// The call begins: shows this chunk.
    void begin(Chunk chunk) {
        turn = (turn + 1) % VIEWS;
        windows[turn].show(chunk, chunk.number(), dataType);
    }

    /// What is shown.
    Chunk chunk() {
        return windows[turn].chunk();
    }

    /// The call has ended.
    void end() {
        windows[turn].window().end(dataType);
    }
}
