package dev.sluice.waveform;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.time.FullyContainedKernel;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingBuffer;
import dev.sluice.record.WorkingMemory;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// For every row of one type, the first row of another type that holds it from start to end: peaks and their event.
/// [FullyContainedKernel], bound to fields by name.
///
/// Reads `time` and the end as [IntervalFields] finds it. Owns the memory of its results, which grows to the largest
/// chunk and which [#close] frees: one binding per thread. After that no chunk allocates.
public final class Containment implements AutoCloseable {
    /// Where no container holds a thing.
    public static final long NOWHERE = -1;

    private final RecordType things;
    private final RecordType containers;
    private final FullyContainedKernel kernel;
    private final WorkingBuffer memory;
    private long found;

    private Containment(RecordType things, RecordType containers, WorkingMemory memory) {
        this.memory = new WorkingBuffer(memory, "rows in rows");
        this.things = things;
        this.containers = containers;
        this.kernel = FullyContainedKernel.of(
                IntervalFields.layout(things), IntervalFields.layout(containers), Compatibility.NONE);
    }

    /// Binds `things` and the `containers` that they may lie in.
    ///
    /// @throws IllegalArgumentException if a type does not give times in fields that kernels read, or the types count
    ///         time in different units
    public static Containment of(RecordType things, RecordType containers) {
        return of(things, containers, WorkingMemory.UNCOUNTED);
    }

    /// The same in memory that is taken from `memory`.
    public static Containment of(RecordType things, RecordType containers, WorkingMemory memory) {
        IntervalFields.requireSameUnit(containers, things);
        return new Containment(things, containers, memory);
    }

    /// Finds the container of every thing; both are sorted by time. The answers last until the next call.
    ///
    /// @throws IllegalArgumentException if the types are not those of the binding, or rows are out of order or end
    ///         before they start
    public void find(Records inside, Records around) {
        Binding.requireType("things", things, inside);
        Binding.requireType("containers", containers, around);
        found = 0;
        kernel.compute(
                inside.segment(),
                inside.byteOffset(),
                inside.count(),
                around.segment(),
                around.byteOffset(),
                around.count(),
                memory.atLeast((long) Integer.BYTES * inside.count()),
                0);
        found = inside.count();
    }

    /// The index of the first container with `container.time <= thing.time < container.end` and
    /// `thing.end <= container.end`; [#NOWHERE] if there is none.
    ///
    /// @throws IndexOutOfBoundsException if the thing is none of the last search
    public long containerOf(long thing) {
        return memory.segment().get(ValueLayout.JAVA_INT, Integer.BYTES * Objects.checkIndex(thing, found));
    }

    @Override
    public void close() {
        found = 0;
        memory.close();
    }
}
