package dev.sluice.formats.csv;

import dev.sluice.formats.Format;
import dev.sluice.formats.OutputSettings;
import dev.sluice.formats.RecordWriter;
import dev.sluice.record.RecordType;
import java.nio.file.Path;
import java.util.List;

/// Comma-separated text, written.
public final class CsvFormat implements Format {
    /// A format without state.
    public CsvFormat() {}

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String help() {
        return "comma-separated text, a line of names and a line per record";
    }

    @Override
    public boolean reads() {
        return false;
    }

    @Override
    public List<String> endings() {
        return List.of(".csv");
    }

    @Override
    public String drops() {
        return "types, units, lineage, intervals of chunks and losses";
    }

    @Override
    public RecordWriter create(Path target, RecordType type, OutputSettings settings) {
        return CsvWriter.create(target, type);
    }
}
