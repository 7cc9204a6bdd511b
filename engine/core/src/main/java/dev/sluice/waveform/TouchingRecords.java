package dev.sluice.waveform;

import dev.sluice.kernels.time.TouchingWindowsKernel;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingBuffer;
import dev.sluice.record.WorkingMemory;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// For every row of a base type, which rows of another type touch it, or come within a window of it: the loop over
/// events and their peaks. [TouchingWindowsKernel], bound to fields by name.
///
/// Reads `time` and the end as [IntervalFields] finds it. Owns the memory of its results, which grows to the largest
/// chunk and which [#close] frees: one binding per thread. After that no chunk allocates.
///
/// ```java
/// touching.find(events, peaks);
/// for (long event = 0; event < events.count(); event++) {
///     for (long peak = touching.from(event); peak < touching.to(event); peak++) { … }
/// }
/// ```
public final class TouchingRecords implements AutoCloseable {
    private final RecordType base;
    private final RecordType things;
    private final TouchingWindowsKernel kernel;
    private final WorkingBuffer memory;
    private long found;

    private TouchingRecords(RecordType base, RecordType things, long window, WorkingMemory memory) {
        this.memory = new WorkingBuffer(memory, "rows in rows");
        this.base = base;
        this.things = things;
        this.kernel = TouchingWindowsKernel.of(IntervalFields.layout(things), IntervalFields.layout(base), window);
    }

    /// Binds rows of `base` and the `things` around them, up to `window` away, in their unit of time. With 0, they
    /// share some time; with a negative window, more than that much of it.
    ///
    /// @throws IllegalArgumentException if a type does not give times in fields that kernels read, or the types count
    ///         time in different units
    public static TouchingRecords of(RecordType base, RecordType things, long window) {
        return of(base, things, window, WorkingMemory.UNCOUNTED);
    }

    /// The same in memory that is taken from `memory`.
    public static TouchingRecords of(RecordType base, RecordType things, long window, WorkingMemory memory) {
        IntervalFields.requireSameUnit(base, things);
        return new TouchingRecords(base, things, window, memory);
    }

    /// Finds the things of every row; both are sorted by time. The answers last until the next call.
    ///
    /// @throws IllegalArgumentException if the types are not those of the binding, or rows are out of order or end
    ///         before they start
    public void find(Records rows, Records inside) {
        Binding.requireType("base rows", base, rows);
        Binding.requireType("things", things, inside);
        found = 0;
        kernel.compute(
                inside.segment(),
                inside.byteOffset(),
                inside.count(),
                rows.segment(),
                rows.byteOffset(),
                rows.count(),
                memory.atLeast(2L * Integer.BYTES * rows.count()),
                0);
        found = rows.count();
    }

    /// The first thing that does not end before the row's window starts.
    ///
    /// @throws IndexOutOfBoundsException if the row is none of the last search
    public long from(long row) {
        return memory.segment().get(ValueLayout.JAVA_INT, 2L * Integer.BYTES * Objects.checkIndex(row, found));
    }

    /// Just after the last thing that starts before the row's window ends; never less than [#from]. Where things
    /// overlap each other, some in between may not touch.
    ///
    /// @throws IndexOutOfBoundsException if the row is none of the last search
    public long to(long row) {
        long pair = 2L * Integer.BYTES * Objects.checkIndex(row, found);
        return memory.segment().get(ValueLayout.JAVA_INT, pair + Integer.BYTES);
    }

    @Override
    public void close() {
        found = 0;
        memory.close();
    }
}
