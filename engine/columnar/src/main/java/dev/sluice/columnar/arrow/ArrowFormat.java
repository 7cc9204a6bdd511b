package dev.sluice.columnar.arrow;

import dev.sluice.columnar.table.TableSource;
import dev.sluice.formats.Format;
import dev.sluice.formats.InputProbe;
import dev.sluice.formats.InputRun;
import dev.sluice.formats.InputSettings;
import dev.sluice.formats.OutputSettings;
import dev.sluice.formats.Recognition;
import dev.sluice.formats.RecordWriter;
import dev.sluice.record.RecordType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Arrow IPC files and streams, a column per field, which pyarrow, polars, pandas and DuckDB read without a copy.
public final class ArrowFormat implements Format {
    private static final String STREAM = ".arrows";

    /// A format without state.
    public ArrowFormat() {}

    @Override
    public String name() {
        return "arrow";
    }

    @Override
    public String help() {
        return "Arrow IPC, a column per field: files (.arrow, .feather) and streams (.arrows)";
    }

    @Override
    public Recognition recognise(InputProbe input) {
        if (input.text().startsWith("ARROW1")) {
            return Recognition.BY_CONTENT;
        }
        boolean named = input.name().endsWith(".arrow") || input.name().endsWith(".feather");
        return !input.folder() && named ? Recognition.BY_NAME : Recognition.NO;
    }

    @Override
    public InputRun open(List<Path> inputs, InputSettings settings) {
        TableSource source = new TableSource(name(), settings.dataType(), inputs, ArrowTable::open);
        return InputRun.of(source, name(), source.recordCount());
    }

    @Override
    public List<String> endings() {
        return List.of(".arrow", ".feather", STREAM);
    }

    @Override
    public String drops() {
        return "intervals of chunks and losses";
    }

    @Override
    public RecordWriter create(Path target, RecordType type, OutputSettings settings) {
        boolean stream = target.toString().toLowerCase(Locale.ROOT).endsWith(STREAM);
        return ArrowWriter.create(target, type, settings, stream);
    }
}
