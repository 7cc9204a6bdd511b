package dev.sluice.host.arrow;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;

/// Where the members of Arrow's two structures lie, and how each is given back.
///
/// Whatever a structure points to, its children's structures included, lies in one block of memory that its
/// `private_data` names. A child may be moved away by its reader: then its place says that it is released, and it owns
/// a block of its own.
@SuppressWarnings("restricted")
enum ArrowStruct {
    /// `struct ArrowSchema`: the type of a column.
    SCHEMA(72, 32, 40, 56, 64, "releaseSchema"),
    /// `struct ArrowArray`: its values.
    ARRAY(80, 32, 48, 64, 72, "releaseArray");

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /// Bytes of the structure.
    final long size;

    private final long childCount;
    private final long children;
    private final long release;
    private final long block;
    private final MemorySegment stub;

    ArrowStruct(long size, long childCount, long children, long release, long block, String function) {
        this.size = size;
        this.childCount = childCount;
        this.children = children;
        this.release = release;
        this.block = block;
        this.stub = ArrowStub.of(MethodHandles.lookup(), function, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    }

    /// Sets the members for `struct`'s children and for its end; `childPlaces` are their addresses, in `block`.
    void finish(MemorySegment struct, long count, long childPlaces, MemorySegment memory) {
        struct.set(LONG, childCount, count);
        struct.set(LONG, children, childPlaces);
        struct.set(LONG, block, memory.address());
        struct.set(LONG, release, stub.address());
    }

    /// Whether `struct` was given back, or moved away.
    boolean isReleased(MemorySegment struct) {
        return struct.get(LONG, release) == 0;
    }

    /// Frees what `struct` points to, its children first, and marks it as released.
    void release(MemorySegment given) {
        MemorySegment struct = given.reinterpret(size);
        if (isReleased(struct)) {
            return;
        }
        long count = struct.get(LONG, childCount);
        MemorySegment places =
                MemorySegment.ofAddress(struct.get(LONG, children)).reinterpret(count * Long.BYTES);
        for (long i = 0; i < count; i++) {
            release(MemorySegment.ofAddress(places.getAtIndex(LONG, i)));
        }
        struct.set(LONG, release, 0);
        ArrowMemory.free(MemorySegment.ofAddress(struct.get(LONG, block)));
    }

    /// Called by readers, from any thread. What fails here must not leave it: an upcall that throws ends the process.
    static void releaseSchema(MemorySegment struct) {
        SCHEMA.released(struct);
    }

    static void releaseArray(MemorySegment struct) {
        ARRAY.released(struct);
    }

    private void released(MemorySegment struct) {
        try {
            release(struct);
        } catch (Throwable failure) {
            // There is no way to report it; what was not freed stays.
            return;
        }
    }
}
