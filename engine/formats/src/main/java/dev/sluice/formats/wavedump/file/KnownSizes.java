package dev.sluice.formats.wavedump.file;

import java.util.Arrays;

/// The sizes that events of a file were seen to have, the usual one first. One thread at a time; bounded, no
/// allocation after construction.
final class KnownSizes {
    private static final int MOST = 32;

    private final long[] sizes = new long[MOST];
    private int count;

    KnownSizes(long[] seen) {
        count = Math.min(seen.length, MOST);
        System.arraycopy(seen, 0, sizes, 0, count);
    }

    int count() {
        return count;
    }

    long get(int index) {
        return sizes[index];
    }

    /// The size that most events have; 0 if none is known.
    long usual() {
        return count == 0 ? 0 : sizes[0];
    }

    boolean contains(long size) {
        for (int index = 0; index < count; index++) {
            if (sizes[index] == size) {
                return true;
            }
        }
        return false;
    }

    /// Whether no known size is smaller.
    boolean isLeast(long size) {
        for (int index = 0; index < count; index++) {
            if (sizes[index] < size) {
                return false;
            }
        }
        return true;
    }

    /// Remembers `size`; where there is no room, the one that was learned last is forgotten.
    void add(long size) {
        if (!contains(size)) {
            count = Math.min(MOST, count + 1);
            sizes[count - 1] = size;
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(sizes, count));
    }
}
