package dev.sluice.source;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.Records;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Provides records that are in memory already, sorted by time: chunks are cut from them without copying, as
/// [RecordReader] says. Under [FailurePolicy#SKIP] records that break a law are left out, as [ValidatingReader] says.
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
        this.spec =
                PluginSpec.provides(dataType, records.type()).writesEveryField().help("records that are in memory");
    }

    @Override
    public PluginSpec spec() {
        return spec;
    }

    /// A digest of all bytes of the records, which are read for it each time.
    @Override
    public Map<String, Object> identity() {
        return Map.of("content", RecordDigest.of(records));
    }

    /// Looks at the times of the records.
    @Override
    public TimeRange around(TimeRange range, OptionValues options) {
        return ReachingRecords.around(List.of(records), range);
    }

    @Override
    public ChunkReader open(SourceContext context) {
        List<RecordPart> parts = List.of(RecordPart.whole(spec.provides() + " in memory", records));
        return context.failurePolicy() == FailurePolicy.SKIP
                ? new ValidatingReader(parts, context)
                : new RecordReader(parts, context.timeRange(), context.chunkRecords());
    }
}
