package dev.sluice.benchmarks.pipeline;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.Records;
import dev.sluice.source.RecordPart;
import dev.sluice.source.RecordReader;
import java.util.List;

/// Lends records from memory, as a digitiser's driver would. The memory stays its owner's.
final class HeldRecords extends SourcePlugin {
    private final String dataType;
    private final Records records;

    /// A source of `records` under that name.
    HeldRecords(String dataType, Records records) {
        this.dataType = dataType;
        this.records = records;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(dataType, records.type());
    }

    @Override
    public ChunkReader open(SourceContext context) {
        return new RecordReader(
                List.of(RecordPart.whole("records", records)), context.timeRange(), context.chunkRecords());
    }
}
