package dev.sluice.plugins;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.Records;
import java.util.List;

/// Provides records that are in memory already, sorted by time: chunks are cut from them without copying.
///
/// The memory belongs to the caller and must stay open and unchanged while a stream reads from it.
public final class RecordSource extends SourcePlugin {
    private final String dataType;
    private final Records records;

    /// A source of `records` under the name `dataType`.
    public RecordSource(String dataType, Records records) {
        this.dataType = dataType;
        this.records = records;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(dataType, records.type()).help("records that are in memory");
    }

    @Override
    public ChunkReader open(SourceContext context) {
        return new RecordReader(List.of(records), context.timeRange(), context.chunkRecords());
    }
}
