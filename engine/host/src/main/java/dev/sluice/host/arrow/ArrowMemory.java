package dev.sluice.host.arrow;

import dev.sluice.session.foreign.SystemFunctions;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Memory of the C library, which outlives every arena: the reader of Arrow's structures says when they are freed.
@SuppressWarnings("restricted")
final class ArrowMemory {
    /// What Arrow advises for buffers, in bytes.
    static final long ALIGNMENT = 64;

    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final MethodHandle ALLOCATE = SystemFunctions.find(
            "aligned_alloc", FunctionDescriptor.of(POINTER, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = SystemFunctions.find("free", FunctionDescriptor.ofVoid(POINTER));

    private ArrowMemory() {}

    /// Memory of at least so many bytes, of any content, aligned to [#ALIGNMENT]; [#free] gives it back.
    ///
    /// @throws OutOfMemoryError if the machine has no more
    static MemorySegment allocate(long bytes) {
        long rounded = up(Math.max(1, bytes));
        MemorySegment found;
        try {
            found = (MemorySegment) ALLOCATE.invokeExact(ALIGNMENT, rounded);
        } catch (Throwable failure) {
            throw new IllegalStateException("the C library's aligned_alloc cannot be called", failure);
        }
        if (found.address() == 0) {
            throw new OutOfMemoryError("no " + rounded + " bytes of memory for Arrow");
        }
        return found.reinterpret(rounded);
    }

    /// Gives back what [#allocate] gave.
    static void free(MemorySegment memory) {
        try {
            FREE.invokeExact(memory);
        } catch (Throwable failure) {
            throw new IllegalStateException("the C library's free cannot be called", failure);
        }
    }

    /// The next multiple of [#ALIGNMENT].
    static long up(long bytes) {
        return Math.addExact(bytes, ALIGNMENT - 1) & -ALIGNMENT;
    }
}
