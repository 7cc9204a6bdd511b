package dev.sluice.analysis;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.KeepPolicy;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.selection.RecordJoin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Types of data of one kind, which have a row each for the same things, joined to one that has the columns of all of
/// them, as [RecordJoin] says: a column that several have comes from the first of them.
///
/// Where rows differ in number or in time the run fails, naming row, times and both types. What is joined is never
/// stored: the parts are.
public final class JoinedTypes extends StreamingPlugin {
    private final PluginSpec spec;
    private final RecordJoin join;

    /// Joins `parts`, in this order, under the name `dataType`.
    ///
    /// @throws IllegalArgumentException if there is none, they are of different kinds, or have a field of one name that
    ///     is not alike
    public JoinedTypes(String dataType, List<Product> parts) {
        SequencedMap<String, RecordType> types = new LinkedHashMap<>();
        for (Product part : parts) {
            requireKind(parts.get(0), part);
            types.put(part.dataType(), part.type());
        }
        this.join = RecordJoin.of(types);
        String[] names = types.keySet().toArray(new String[0]);
        // Which part a column comes from depends on the order of the parts, and nothing else in a lineage shows it.
        this.spec = PluginSpec.provides(dataType, join.type())
                .kind(parts.get(0).kind())
                .dependsOn(names)
                .onePerRecord()
                .version("1.0 of " + String.join(", ", names))
                .writesEveryField()
                .help("the columns of " + String.join(", ", names))
                .keep(KeepPolicy.NEVER);
    }

    private static void requireKind(Product first, Product other) {
        if (!first.kind().equals(other.kind())) {
            throw new IllegalArgumentException("rows of different things cannot be joined: " + first.dataType()
                    + " is of kind " + first.kind() + ", " + other.dataType() + " of kind " + other.kind()
                    + "; ask for streams of each, or declare one kind(...) if they have the same rows");
        }
    }

    @Override
    public PluginSpec spec() {
        return spec;
    }

    @Override
    public Object prepare(PluginContext context) {
        return new Records[join.dataTypes().size()];
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records[] rows = context.prepared(Records[].class);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = in.records(join.dataTypes().get(i));
        }
        join.join(rows, out.records(rows[0].count()));
    }
}
