package dev.sluice.benchmarks.gate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// A kernel beside what it is held to: its C twin, its scalar form, or a plain sweep over what it reads. Used by one
/// thread, closed by its owner.
///
/// @param name    the kernel and its input
/// @param records records of a pass
/// @param bytes   bytes of whole records of a pass
/// @param floor   the least ratio that the gate lets pass
/// @param pass    one pass of the kernel
/// @param twins   one pass of each twin
/// @param memory  what all work on
record TwinCase(
        String name, long records, long bytes, double floor, Runnable pass, List<Twin> twins, AutoCloseable memory)
        implements KernelCase {

    /// What kernels are measured on.
    ///
    /// @param name    the input, after the name of the kernel
    /// @param records records of a pass
    /// @param bytes   bytes of whole records of a pass
    /// @param memory  where they lie
    record Input(String name, long records, long bytes, AutoCloseable memory) {}

    /// Copies the twins.
    TwinCase {
        twins = List.copyOf(twins);
    }

    /// A kernel of which nothing is known but what its maker has verified.
    static TwinCase of(String name, Input input, double floor, Runnable kernel, Twin... twins) {
        return new TwinCase(
                name + input.name(), input.records(), input.bytes(), floor, kernel, List.of(twins), input.memory());
    }

    /// A kernel and its twins, all of which are to leave the same bytes in `results`.
    ///
    /// @throws IllegalStateException if one does not; the input is closed then
    static TwinCase verified(
            String name, Input input, double floor, MemorySegment results, Runnable kernel, Twin... twins) {
        TwinCase made = of(name, input, floor, kernel, twins);
        kernel.run();
        byte[] expected = results.toArray(ValueLayout.JAVA_BYTE);
        for (Twin twin : twins) {
            results.fill((byte) 0);
            twin.pass().run();
            long difference = MemorySegment.ofArray(expected).mismatch(results);
            if (difference >= 0) {
                made.close();
                throw new IllegalStateException(
                        made.name() + ": the kernel and its twin " + twin.name() + " differ at byte " + difference);
            }
        }
        return made;
    }

    /// This case, timed beside another twin only, whose results its maker has verified.
    TwinCase beside(Twin twin) {
        return new TwinCase(name, records, bytes, floor, pass, List.of(twin), memory);
    }

    /// The same with another floor; `library`, of the twin, is closed with the case.
    TwinCase beside(double otherFloor, Twin twin, AutoCloseable library) {
        return new TwinCase(
                name, records, bytes, otherFloor, pass, List.of(twin), WaveformCases.closing(library, memory));
    }

    @Override
    public void kernel() {
        pass.run();
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
