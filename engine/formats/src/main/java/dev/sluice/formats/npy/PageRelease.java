package dev.sluice.formats.npy;

import dev.sluice.record.Records;
import java.util.List;

/// Lets go of the pages of mapped files that lie well before the place that is read, so that a run over files larger
/// than the memory stays small. Used by one thread.
///
/// A page still lent may be let go too: the file is mapped for reading only, so a thread that reads it again gets
/// the same bytes from the file. Such a page is back in memory then, which is why all of a window is let go each time.
final class PageRelease {
    private static final long KEPT = 64L << 20;
    private static final long STEP = 64L << 20;
    /// Wider than chunks of the default budget of memory can lag.
    private static final long WINDOW = 512L << 20;

    private final List<Records> files;
    private final long[] starts;
    private long told;

    /// For mapped `files`, which are read in this order.
    PageRelease(List<Records> files) {
        this.files = files;
        this.starts = new long[files.size() + 1];
        for (int file = 0; file < files.size(); file++) {
            starts[file + 1] = starts[file] + files.get(file).byteSize();
        }
    }

    /// Takes note that record `index` of file number `file` is the next one to be read.
    void reached(int file, long index) {
        if (file >= files.size()) {
            return;
        }
        long place = starts[file] + index * files.get(file).type().size();
        if (place - told >= STEP) {
            told = place;
            release(Math.max(0, place - KEPT - WINDOW), place - KEPT);
        }
    }

    private void release(long from, long to) {
        for (int file = 0; file < files.size(); file++) {
            long first = Math.max(from, starts[file]) - starts[file];
            long last = Math.min(to, starts[file + 1]) - starts[file];
            if (first < last) {
                Records records = files.get(file);
                records.segment()
                        .asSlice(records.byteOffset() + first, last - first)
                        .unload();
            }
        }
    }
}
