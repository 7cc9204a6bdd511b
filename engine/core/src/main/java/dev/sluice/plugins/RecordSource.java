package dev.sluice.plugins;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.Records;
import java.util.List;
import java.util.Objects;

/// Provides records that are in memory already, sorted by time: chunks are cut from them without copying, as
/// [RecordReader] tells.
///
/// The memory belongs to the caller and must stay open and unchanged while a stream reads from it.
public final class RecordSource extends SourcePlugin {
    private final PluginSpec spec;
    private final Records records;

    /// A source of `records` under the name `dataType`.
    ///
    /// @throws IllegalArgumentException if that is no name, or the records have no time
    public RecordSource(String dataType, Records records) {
        this.records = Objects.requireNonNull(records, "records");
        this.spec = PluginSpec.provides(dataType, records.type()).help("records that are in memory");
    }

    @Override
    public PluginSpec spec() {
        return spec;
    }

    @Override
    public ChunkReader open(SourceContext context) {
        return new RecordReader(List.of(records), context.timeRange(), context.chunkRecords());
    }
}
