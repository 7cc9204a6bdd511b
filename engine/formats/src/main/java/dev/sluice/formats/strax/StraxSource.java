package dev.sluice.formats.strax;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.store.Lineage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Provides one type of data of a run as strax keeps it, decoded by several threads ahead of the run.
///
/// Its chunks are cut anew, within theirs. A folder that was not written to its end is an error; under
/// [FailurePolicy#SKIP] what there is of it comes, and a chunk that cannot be read is marked as lost.
public final class StraxSource extends SourcePlugin {
    private final StraxMetadata data;

    /// A source of the folder `<run>-<type>-<hash>`.
    ///
    /// @throws dev.sluice.formats.FormatException if its metadata are missing or damaged
    public StraxSource(Path folder) {
        this.data = StraxMetadata.read(folder);
    }

    StraxMetadata data() {
        return data;
    }

    /// How many records there are.
    public long recordCount() {
        return data.count();
    }

    /// `StraxSource strax_data/007-records-63l2ihpzzs`, for messages.
    @Override
    public String name() {
        return "StraxSource " + data.folder();
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(data.dataType(), data.type())
                .version("1.0")
                .writesEveryField()
                .help("records of a folder of strax");
    }

    /// How strax made the data, by their lineage; the folder's name if that is not known.
    @Override
    public Map<String, Object> identity() {
        String made = data.lineage() == null
                ? data.folder().getFileName().toString()
                : data.lineage().hash();
        return Map.of(Lineage.FILES, List.of(List.of(data.runId() + "-" + data.dataType(), data.count(), made)));
    }

    /// Whole chunks: no record of strax reaches over the end of its chunk.
    @Override
    public TimeRange around(TimeRange range, OptionValues options) {
        List<StraxChunk> needed = needed(range);
        return needed.isEmpty()
                ? range
                : new TimeRange(needed.getFirst().start(), needed.getLast().end());
    }

    private List<StraxChunk> needed(TimeRange range) {
        return data.chunks().stream()
                .filter(chunk ->
                        chunk.start() < range.end() && (chunk.end() > range.start() || chunk.start() >= range.start()))
                .toList();
    }

    @Override
    public ChunkReader open(SourceContext context) {
        if (context.failurePolicy() == FailurePolicy.FAIL) {
            data.requireComplete();
        }
        List<StraxChunk> needed = needed(context.timeRange());
        long before = needed.isEmpty()
                ? 0
                : data.chunks().subList(0, data.chunks().indexOf(needed.getFirst())).stream()
                        .mapToLong(StraxChunk::count)
                        .sum();
        return new StraxReader(data, data.type(), needed, before, context);
    }
}
