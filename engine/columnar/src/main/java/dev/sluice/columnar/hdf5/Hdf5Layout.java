package dev.sluice.columnar.hdf5;

import dev.sluice.columnar.column.ColumnValues;
import dev.sluice.columnar.column.TableMetadata;
import dev.sluice.formats.OutputSettings;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lays out the groups and data sets of a table, for HDF5 or, with the attributes that its readers ask for, LH5.
/// Stateless.
///
/// In LH5 `wave` and `dt` become a group `waveform` with `values`, `dt` and `t0`, which is 0: the waveform starts at
/// the record's time.
final class Hdf5Layout {
    private static final Field START = new Field("t0", null, FieldType.FLOAT32, List.of(), 0);

    private final Hdf5File file;
    private final RecordType type;
    private final boolean lh5;
    private final int chunkRows;
    private final Arena arena;
    private final List<Hdf5Column> columns = new ArrayList<>();

    private Hdf5Layout(Hdf5File file, RecordType type, boolean lh5, int chunkRows, Arena arena) {
        this.file = file;
        this.type = type;
        this.lh5 = lh5;
        this.chunkRows = chunkRows;
        this.arena = arena;
    }

    /// Makes all groups and data sets; gives the columns, whose data sets the caller closes.
    static List<Hdf5Column> make(
            Hdf5File file, RecordType type, OutputSettings settings, boolean lh5, int chunkRows, Arena arena) {
        Hdf5Layout layout = new Hdf5Layout(file, type, lh5, chunkRows, arena);
        layout.table(settings);
        return layout.columns;
    }

    private void table(OutputSettings settings) {
        boolean waves = lh5 && type.has("wave") && type.field("wave").shape().size() == 1 && type.has("dt");
        List<Field> plain = type.fields().stream()
                .filter(field ->
                        !waves || !field.name().equals("wave") && !field.name().equals("dt"))
                .toList();
        long table = file.group(file.root(), settings.dataType());
        TableMetadata.ofTable(type, settings).forEach((key, value) -> file.attribute(table, key, value));
        if (lh5) {
            String names = Stream.concat(plain.stream().map(Field::name), waves ? Stream.of("waveform") : Stream.of())
                    .collect(Collectors.joining(","));
            file.attribute(table, "datatype", "table{" + names + "}");
            file.attribute(file.root(), "datatype", "struct{" + settings.dataType() + "}");
        }
        plain.forEach(field -> column(table, field.name(), field));
        if (waves) {
            long waveform = file.group(table, "waveform");
            file.attribute(waveform, "datatype", "table{t0,dt,values}");
            column(waveform, "t0", START);
            column(waveform, "dt", type.field("dt"));
            column(waveform, "values", type.field("wave"));
            file.closeGroup(waveform);
        }
        file.closeGroup(table);
    }

    private void column(long parent, String name, Field field) {
        long dataSet = file.dataSet(parent, name, field.type(), field.shape(), chunkRows);
        columns.add(new Hdf5Column(ColumnValues.allocate(field, chunkRows, arena), dataSet));
        boolean period = lh5 && (name.equals("t0") || name.equals("dt"));
        Map<String, String> known = TableMetadata.ofColumn(type, field);
        known.forEach((key, value) -> file.attribute(dataSet, key, value));
        if (lh5) {
            file.attribute(dataSet, "datatype", dataType(field));
            String unit =
                    known.getOrDefault("unit", period ? type.timeResolution().symbol() : "");
            if (!unit.isEmpty()) {
                file.attribute(dataSet, "units", unit);
            }
        }
    }

    private static String dataType(Field field) {
        String element = switch (field.type().kind()) {
            case BOOLEAN -> "{bool}";
            case BYTES, UNICODE -> "{string}";
            default -> "{real}";
        };
        int inner = field.shape().size();
        return inner == 0 ? "array<1>" + element : "array_of_equalsized_arrays<1," + inner + ">" + element;
    }

    /// Whether the column is filled here, and not from records.
    static boolean isMadeUp(ColumnValues column) {
        return column.field() == START;
    }
}
