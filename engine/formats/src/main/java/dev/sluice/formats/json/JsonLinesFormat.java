package dev.sluice.formats.json;

import dev.sluice.formats.Format;
import dev.sluice.formats.OutputSettings;
import dev.sluice.formats.RecordWriter;
import dev.sluice.record.RecordType;
import java.nio.file.Path;
import java.util.List;

/// JSON lines, written.
public final class JsonLinesFormat implements Format {
    /// A format without state.
    public JsonLinesFormat() {}

    @Override
    public String name() {
        return "jsonl";
    }

    @Override
    public String help() {
        return "JSON lines, an object per record; NaN is null";
    }

    @Override
    public boolean reads() {
        return false;
    }

    @Override
    public List<String> endings() {
        return List.of(".jsonl", ".ndjson");
    }

    @Override
    public String drops() {
        return "types, units, lineage, intervals of chunks and losses";
    }

    @Override
    public RecordWriter create(Path target, RecordType type, OutputSettings settings) {
        return JsonLinesWriter.create(target, type);
    }
}
