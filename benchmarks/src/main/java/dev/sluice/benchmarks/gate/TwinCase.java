package dev.sluice.benchmarks.gate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// A kernel beside a twin in Java: its scalar form, or a plain sweep over what it reads. Used by one thread, closed by
/// its owner.
///
/// @param name    the kernel and its input
/// @param records records of a pass
/// @param bytes   bytes of whole records of a pass
/// @param floor   the least ratio that the gate lets pass
/// @param pass    one pass of the kernel
/// @param twin    one pass of the twin
/// @param memory  what both work on
record TwinCase(String name, long records, long bytes, double floor, Runnable pass, Twin twin, AutoCloseable memory)
        implements KernelCase {

    /// A kernel and its scalar twin, which are to leave the same bytes in `results`.
    static TwinCase verified(
            String name,
            long records,
            long bytes,
            double floor,
            Runnable kernel,
            Runnable scalar,
            MemorySegment results,
            AutoCloseable memory) {
        scalar.run();
        byte[] expected = results.toArray(ValueLayout.JAVA_BYTE);
        results.fill((byte) 0);
        kernel.run();
        if (MemorySegment.ofArray(expected).mismatch(results) >= 0) {
            throw new IllegalStateException(name + ": the kernel and its scalar twin differ");
        }
        return new TwinCase(name, records, bytes, floor, kernel, new Twin("scalar", scalar), memory);
    }

    @Override
    public void kernel() {
        pass.run();
    }

    @Override
    public List<Twin> twins() {
        return List.of(twin);
    }

    @Override
    public void close() {
        try {
            memory.close();
        } catch (Exception failure) {
            throw new IllegalStateException(name + ": its memory is not freed", failure);
        }
    }
}
