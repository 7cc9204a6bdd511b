package dev.sluice.record;

import java.lang.foreign.MemorySegment;

/// The checks at the door of [Records], and what they say. Stateless; allocates only to fail.
final class Bounds {
    private Bounds() {}

    static long bytes(Layout layout, long count) {
        if (count < 0 || count > layout.most()) {
            throw new IllegalArgumentException("count=" + count + " records of size=" + layout.size()
                    + " bytes is not possible; the count goes from 0 to " + layout.most());
        }
        return count * layout.size();
    }

    static void check(Layout layout, MemorySegment segment, long byteOffset, long count) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException(
                    "the segment is on the Java heap, where the garbage collector may move it"
                            + " and kernels cannot address it; allocate it from an Arena or map a file");
        }
        long bytes = bytes(layout, count);
        if (byteOffset < 0 || byteOffset > segment.byteSize() - bytes) {
            throw new IllegalArgumentException("count=" + count + " records of size=" + layout.size()
                    + " bytes from byteOffset=" + byteOffset + " leave the segment, which has byteSize="
                    + segment.byteSize());
        }
    }

    static IllegalStateException readOnly(Layout layout) {
        return new IllegalStateException("records of [" + layout.summary()
                + "] are lent for reading, others read the same memory: write to the records that ChunkOutput.records(count)"
                + " or LiveInput.claim(count) gives, or to a copy made by Chunk.detach(arena)");
    }

    static IllegalArgumentException otherLayout(Layout found, Layout wanted) {
        return new IllegalArgumentException("the records have another layout: " + found.size() + " bytes ["
                + found.summary() + "] where " + wanted.size() + " bytes [" + wanted.summary()
                + "] is expected; resolve handles from the type of the records they read");
    }
}
