package dev.sluice.columnar.table;

import dev.sluice.columnar.column.TableMetadata;
import dev.sluice.formats.FormatException;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.RecordTypeBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Makes the type of records from the columns of a file and from what the file says of them. Stateless.
public final class TableTypes {
    private TableTypes() {}

    /// The type of records with these fields: with gaps where the file says which, else packed.
    ///
    /// @throws FormatException if the columns do not say when a record starts, or are fragments of pulses
    public static RecordType of(Path path, List<Field> columns, Map<String, String> metadata) {
        try {
            RecordType layout = layout(columns, metadata);
            requireTime(path, layout);
            RecordType type = declared(layout, metadata);
            type.times();
            return type;
        } catch (IllegalArgumentException unfit) {
            throw new FormatException(
                    path,
                    FormatException.NOT_IN_FILE,
                    "the columns make no records: " + unfit.getMessage(),
                    "write the file again with other columns");
        }
    }

    /// Checks that there is a time, so that a sentence says what to add.
    private static void requireTime(Path path, RecordType type) {
        boolean timed = type.has("time")
                && type.field("time").isScalar()
                && type.field("time").type().equals(FieldType.INT64);
        if (!timed) {
            throw new FormatException(
                    path,
                    FormatException.NOT_IN_FILE,
                    "there is no column 'time' of int64 among " + type.descr(),
                    "add one, in ns from the start of the run");
        }
        if (type.has("record_i") && type.has("pulse_length")) {
            throw new FormatException(
                    path,
                    FormatException.NOT_IN_FILE,
                    "the records are fragments of pulses, which are not read from files by columns",
                    "give them as .npy");
        }
    }

    private static RecordType layout(List<Field> columns, Map<String, String> metadata) {
        String descr = metadata.get(TableMetadata.DESCR);
        if (descr != null) {
            RecordType said = RecordType.parse(descr);
            if (said.fields().stream()
                    .map(TableTypes::place)
                    .toList()
                    .equals(columns.stream().map(TableTypes::place).toList())) {
                return said;
            }
        }
        RecordTypeBuilder builder = RecordType.builder();
        for (Field column : columns) {
            int[] shape = column.shape().stream().mapToInt(Integer::intValue).toArray();
            builder.titled(column.title(), column.name(), column.type().typeString(), shape);
        }
        return builder.build();
    }

    private static List<Object> place(Field field) {
        return List.of(field.name(), field.type(), field.shape());
    }

    private static RecordType declared(RecordType layout, Map<String, String> metadata) {
        RecordType type = "ps".equals(metadata.get(TableMetadata.TIME_UNIT)) ? layout.picoseconds() : layout;
        String times = metadata.getOrDefault(TableMetadata.TIMES, "");
        boolean lasts = type.has("endtime") || RecordTimes.hasDuration(type);
        return times.contains(TableMetadata.INSTANTANEOUS) || !lasts ? type.instantaneous() : type;
    }
}
