package dev.sluice.record;

import java.lang.foreign.MemorySegment;

/// Copies the same few bytes of many records. Stateless; allocates nothing. The segments check every access. Scalars
/// are moved as such, because a bulk copy costs as much as a dozen plain moves; each width has a method of its own, as
/// the JIT takes long for one with the loops of all.
final class StridedCopy {
    private StridedCopy() {}

    /// Copies `bytes` from `read` on to `written` on, `count` times, each a stride further on either side.
    static void run(
            MemorySegment in,
            long read,
            long readStride,
            MemorySegment out,
            long written,
            long stride,
            long count,
            long bytes) {
        if (readStride == bytes && stride == bytes) {
            MemorySegment.copy(in, read, out, written, count * bytes);
            return;
        }
        switch ((int) bytes) {
            case 1 -> bytes(in, read, readStride, out, written, stride, count);
            case 2 -> shorts(in, read, readStride, out, written, stride, count);
            case 4 -> ints(in, read, readStride, out, written, stride, count);
            case 8 -> longs(in, read, readStride, out, written, stride, count);
            default -> {
                for (long i = 0; i < count; i++) {
                    MemorySegment.copy(in, read + i * readStride, out, written + i * stride, bytes);
                }
            }
        }
    }

    private static void bytes(
            MemorySegment in, long read, long readStride, MemorySegment out, long written, long stride, long count) {
        for (long i = 0, from = read, to = written; i < count; i++, from += readStride, to += stride) {
            out.set(LittleEndian.BYTE, to, in.get(LittleEndian.BYTE, from));
        }
    }

    private static void shorts(
            MemorySegment in, long read, long readStride, MemorySegment out, long written, long stride, long count) {
        for (long i = 0, from = read, to = written; i < count; i++, from += readStride, to += stride) {
            out.set(LittleEndian.SHORT, to, in.get(LittleEndian.SHORT, from));
        }
    }

    private static void ints(
            MemorySegment in, long read, long readStride, MemorySegment out, long written, long stride, long count) {
        for (long i = 0, from = read, to = written; i < count; i++, from += readStride, to += stride) {
            out.set(LittleEndian.INT, to, in.get(LittleEndian.INT, from));
        }
    }

    private static void longs(
            MemorySegment in, long read, long readStride, MemorySegment out, long written, long stride, long count) {
        for (long i = 0, from = read, to = written; i < count; i++, from += readStride, to += stride) {
            out.set(LittleEndian.LONG, to, in.get(LittleEndian.LONG, from));
        }
    }

    /// Copies `bytes` of the records at `indices`, counted from the record that `read` lies in, one after another.
    static void gather(
            MemorySegment in,
            long read,
            long readStride,
            long[] indices,
            MemorySegment out,
            long written,
            long stride,
            int count,
            long bytes) {
        long to = written;
        int next = 0;
        while (next < count) {
            int end = readStride == bytes && stride == bytes ? neighbours(indices, next, count) : next + 1;
            one(in, read + indices[next] * readStride, out, to, bytes * (end - next));
            to += stride * (end - next);
            next = end;
        }
    }

    /// Where the run of consecutive indices ends that starts at `next`.
    private static int neighbours(long[] indices, int next, int count) {
        int end = next + 1;
        while (end < count && indices[end] == indices[end - 1] + 1) {
            end++;
        }
        return end;
    }

    private static void one(MemorySegment in, long from, MemorySegment out, long to, long bytes) {
        if (bytes == 8) {
            out.set(LittleEndian.LONG, to, in.get(LittleEndian.LONG, from));
        } else if (bytes == 4) {
            out.set(LittleEndian.INT, to, in.get(LittleEndian.INT, from));
        } else if (bytes == 2) {
            out.set(LittleEndian.SHORT, to, in.get(LittleEndian.SHORT, from));
        } else if (bytes == 1) {
            out.set(LittleEndian.BYTE, to, in.get(LittleEndian.BYTE, from));
        } else {
            MemorySegment.copy(in, from, out, to, bytes);
        }
    }
}
