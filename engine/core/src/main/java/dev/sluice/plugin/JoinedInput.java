package dev.sluice.plugin;

import dev.sluice.record.RecordType;
import dev.sluice.record.RecordWindow;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingBuffer;
import dev.sluice.record.WorkingMemory;
import dev.sluice.selection.RecordJoin;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The rows of several dependencies of one kind with the columns of all of them, as [RecordJoin] says. For the worker
/// that made it in [StreamingPlugin#prepare], which hands it back as what was prepared and closes it.
///
///     public Object prepare(PluginContext context) { return JoinedInput.of(context, "features", "basic_features"); }
///
///     Records rows = context.prepared(JoinedInput.class).records(in);
///
/// Its memory is its own, as large as the largest chunk, and counts in the budget of the run. Plugins that need a
/// few columns only read them from either input and save the copy.
public final class JoinedInput implements AutoCloseable {
    private final RecordJoin join;
    private final Records[] rows;
    private final RecordWindow written;
    private final RecordWindow shown;
    private final WorkingBuffer memory;
    private MemorySegment room = MemorySegment.NULL;
    private MemorySegment readOnly = MemorySegment.NULL;

    private JoinedInput(RecordJoin join, WorkingMemory memory) {
        this.join = join;
        this.memory = new WorkingBuffer(memory, "joined rows");
        this.rows = new Records[join.dataTypes().size()];
        this.written = new RecordWindow(join.type());
        this.shown = new RecordWindow(join.type());
    }

    /// Joins these dependencies, in this order.
    ///
    /// @throws IllegalArgumentException if the plugin does not depend on one, or two have a field of one name that is
    ///     not alike
    public static JoinedInput of(PluginContext context, String... dataTypes) {
        SequencedMap<String, RecordType> types = new LinkedHashMap<>();
        for (String dataType : dataTypes) {
            types.put(dataType, context.inputType(dataType));
        }
        return new JoinedInput(RecordJoin.of(types), context.memory());
    }

    /// The type of the joined rows.
    public RecordType type() {
        return join.type();
    }

    /// The joined rows of a chunk: read-only, valid until the next call.
    ///
    /// @throws IllegalArgumentException if the inputs differ in number, or a row in time: names row, times and types
    public Records records(ChunkInput in) {
        for (int i = 0; i < rows.length; i++) {
            rows[i] = in.records(join.dataTypes().get(i));
        }
        long count = rows[0].count();
        reserve(count * type().size());
        written.rebind(room, 0, count);
        join.join(rows, written.records());
        shown.rebind(readOnly, 0, count);
        return shown.records();
    }

    private void reserve(long bytes) {
        MemorySegment there = memory.atLeast(bytes);
        if (there != room) {
            room = there;
            readOnly = there.asReadOnly();
        }
    }

    /// Frees its memory.
    @Override
    public void close() {
        memory.close();
    }
}
