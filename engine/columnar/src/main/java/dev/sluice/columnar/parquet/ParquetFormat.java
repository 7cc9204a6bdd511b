package dev.sluice.columnar.parquet;

import dev.sluice.formats.Format;
import dev.sluice.formats.OutputSettings;
import dev.sluice.formats.RecordWriter;
import dev.sluice.record.RecordType;
import java.nio.file.Path;
import java.util.List;

/// Parquet files, a column per field, written: for results that go to DuckDB, pandas, polars or Spark.
public final class ParquetFormat implements Format {
    /// A format without state.
    public ParquetFormat() {}

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public String help() {
        return "Parquet, a column per field, lists for arrays, uncompressed";
    }

    @Override
    public boolean reads() {
        return false;
    }

    @Override
    public List<String> endings() {
        return List.of(".parquet");
    }

    @Override
    public String drops() {
        return "intervals of chunks and losses";
    }

    @Override
    public RecordWriter create(Path target, RecordType type, OutputSettings settings) {
        return ParquetWriter.create(target, type, settings);
    }
}
