package dev.sluice.source;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import java.util.Map;

/// Records of any type whose numbers mean nothing, to run plugins on before there are data: sorted by time, on four
/// channels that trigger together, with noise and a pulse in the samples, if there are any. The same every time.
public final class MadeUpSource extends SourcePlugin {
    private final PluginSpec spec;
    private final RecordType type;
    private final long records;

    /// A source of so many records of that type, under the name `dataType`.
    public MadeUpSource(String dataType, RecordType type, long records) {
        this.spec = PluginSpec.provides(dataType, type).help("made-up records");
        this.type = type;
        this.records = records;
    }

    @Override
    public PluginSpec spec() {
        return spec;
    }

    /// How many records.
    @Override
    public Map<String, Object> identity() {
        return Map.of("records", records);
    }

    @Override
    public ChunkReader open(SourceContext context) {
        return new MadeUpReader(type, records, context.chunkRecords());
    }
}
