package dev.sluice.benchmarks.twin;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Sweeps that only read, in C: the roofline under the kernels. For any thread, closed by its owner.
public final class ReadSweep implements AutoCloseable {
    private final NativeLibrary library = NativeLibrary.open("read_sweep.c");
    private final MethodHandle readAll = library.function(
            "read_all", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private final MethodHandle readWindows = library.function(
            "read_windows",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG));

    /// Sum of all 64-bit words.
    public long readAll(MemorySegment records) {
        try {
            return (long) readAll.invokeExact(records, records.byteSize());
        } catch (Throwable failure) {
            throw new IllegalStateException("the C sweep failed", failure);
        }
    }

    /// Sum of the 64-bit words in bytes `from` to `to` of every record.
    public long readWindows(MemorySegment records, long count, long stride, long from, long to) {
        try {
            return (long) readWindows.invokeExact(records, count, stride, from, to);
        } catch (Throwable failure) {
            throw new IllegalStateException("the C sweep failed", failure);
        }
    }

    @Override
    public void close() {
        library.close();
    }
}
