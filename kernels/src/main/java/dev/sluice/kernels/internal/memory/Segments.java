package dev.sluice.kernels.internal.memory;

import java.lang.foreign.MemorySegment;

/// The checks that a kernel makes once per call, before its loop goes unchecked.
public final class Segments {

    private Segments() {}

    /// Address of the first record, once `count` records of the given stride are known to lie in the segment.
    ///
    /// `extent` is how many bytes of a record are touched: after the last record the segment may end there.
    public static long addressOfRecords(
            String name, MemorySegment segment, long offset, long count, int stride, int extent) {
        requireUsable(name, segment);
        if (offset < 0) {
            throw new IllegalArgumentException(
                    "records start before the " + name + " segment: offset=" + offset + ", least is 0");
        }
        if (count < 0) {
            throw new IllegalArgumentException("negative number of records: count=" + count + ", least is 0");
        }
        long room = segment.byteSize() - offset;
        long fitting = room < extent ? 0 : 1 + (room - extent) / stride;
        if (count > fitting || room < 0) {
            throw new IndexOutOfBoundsException(
                    name + " segment is too small: count=" + count + " records of stride=" + stride + " from offset="
                            + offset + ", but byteSize=" + segment.byteSize() + " has room for "
                            + fitting + "; give a larger segment or fewer records");
        }
        return segment.address() + offset;
    }

    /// As `addressOfRecords`, for a segment that the loop writes to.
    public static long addressOfResults(
            String name, MemorySegment segment, long offset, long count, int stride, int extent) {
        if (segment != null && segment.isReadOnly()) {
            throw new IllegalArgumentException(
                    name + " segment is read-only: byteSize=" + segment.byteSize() + "; give one that can be written");
        }
        return addressOfRecords(name, segment, offset, count, stride, extent);
    }

    /// The address just after the last byte of the segment.
    public static long limit(MemorySegment segment) {
        return segment.address() + segment.byteSize();
    }

    private static void requireUsable(String name, MemorySegment segment) {
        if (segment == null) {
            throw new IllegalArgumentException(name + " segment is missing: " + name + "=null");
        }
        if (!segment.isNative()) {
            throw new IllegalArgumentException(name + " segment is on the Java heap: byteSize=" + segment.byteSize()
                    + "; kernels work on addresses, so allocate it from an Arena");
        }
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException(name + " segment is closed: byteSize=" + segment.byteSize()
                    + "; keep its arena open during the call");
        }
        Thread caller = Thread.currentThread();
        if (!segment.isAccessibleBy(caller)) {
            throw new WrongThreadException(name + " segment belongs to another thread: caller=" + caller.getName()
                    + "; allocate it from a shared arena");
        }
    }
}
