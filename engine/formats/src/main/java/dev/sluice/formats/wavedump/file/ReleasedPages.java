package dev.sluice.formats.wavedump.file;

import java.lang.foreign.MemorySegment;

/// Gives the pages of a mapped file back to the system once a cursor has passed them. One thread at a time; no
/// allocation after construction: the windows are cut beforehand, a few thousand at most, each of 4 MiB or more.
final class ReleasedPages {
    private static final long LEAST_WINDOW = 1L << 22;
    private static final long MOST_WINDOWS = 1L << 14;

    private final MemorySegment[] windows;
    private final long windowBytes;
    private int released;

    ReleasedPages(MemorySegment file) {
        long wanted = Long.highestOneBit(Math.max(1, file.byteSize() / MOST_WINDOWS));
        this.windowBytes = Math.max(LEAST_WINDOW, 2 * wanted);
        this.windows = new MemorySegment[(int) (file.byteSize() / windowBytes)];
        for (int window = 0; window < windows.length; window++) {
            windows[window] = file.asSlice(window * windowBytes, windowBytes);
        }
    }

    /// Releases the windows that end at or before `offset` and were not released since the last [#rewind].
    void before(long offset) {
        while (offset - released * windowBytes >= windowBytes) {
            windows[released++].unload();
        }
    }

    /// The cursor starts over.
    void rewind() {
        released = 0;
    }
}
