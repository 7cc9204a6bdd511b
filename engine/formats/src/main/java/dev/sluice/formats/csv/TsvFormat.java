package dev.sluice.formats.csv;

import dev.sluice.formats.Format;
import dev.sluice.formats.OutputSettings;
import dev.sluice.formats.RecordWriter;
import dev.sluice.record.RecordType;
import java.nio.file.Path;
import java.util.List;

/// Tab-separated text, written.
public final class TsvFormat implements Format {
    /// A format without state.
    public TsvFormat() {}

    @Override
    public String name() {
        return "tsv";
    }

    @Override
    public String help() {
        return "tab-separated text, a line of names and a line per record";
    }

    @Override
    public boolean reads() {
        return false;
    }

    @Override
    public List<String> endings() {
        return List.of(".tsv");
    }

    @Override
    public String drops() {
        return "types, units, lineage, intervals of chunks and losses";
    }

    @Override
    public RecordWriter create(Path target, RecordType type, OutputSettings settings) {
        return CsvWriter.create(target, type, '\t');
    }
}
