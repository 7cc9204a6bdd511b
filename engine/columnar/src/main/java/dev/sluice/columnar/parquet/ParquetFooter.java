package dev.sluice.columnar.parquet;

import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The end of a Parquet file, as it grows: schema, row groups, what is known of the table. For one thread.
final class ParquetFooter {
    private static final int REQUIRED = 0;
    private static final int REPEATED = 2;
    private static final int LOGICAL_STRING = 1;
    private static final int LOGICAL_LIST = 3;
    private static final int LOGICAL_INTEGER = 10;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int UNCOMPRESSED = 0;
    /// Readers take the statistics of a writer only if its name has this form.
    private static final String WRITER = "sluice version 0.1.0 (build 0)";

    private record Group(int rows, List<ParquetPages.Written> columns) {
        long bytes() {
            return columns.stream().mapToLong(ParquetPages.Written::bytes).sum();
        }
    }

    private final RecordType type;
    private final List<Group> groups = new ArrayList<>();
    private final ThriftOutput out = new ThriftOutput();

    ParquetFooter(RecordType type) {
        this.type = type;
    }

    void add(int rows, List<ParquetPages.Written> columns) {
        groups.add(new Group(rows, columns));
    }

    /// The bytes of the footer.
    byte[] encode(Map<String, String> known) {
        out.int32(1, 1);
        schema();
        out.int64(3, groups.stream().mapToLong(Group::rows).sum());
        out.list(4, ThriftOutput.STRUCT, groups.size());
        for (int group = 0; group < groups.size(); group++) {
            group(groups.get(group), group);
        }
        out.list(5, ThriftOutput.STRUCT, known.size());
        known.forEach(this::pair);
        out.text(6, WRITER);
        out.list(7, ThriftOutput.STRUCT, type.fields().size());
        type.fields().forEach(field -> {
            out.begin();
            out.begin(1);
            out.end();
            out.end();
        });
        out.end();
        return out.take();
    }

    private void pair(String key, String value) {
        out.begin();
        out.text(1, key);
        out.text(2, value);
        out.end();
    }

    private void schema() {
        int elements = type.fields().stream()
                .mapToInt(field -> 1 + 2 * field.shape().size())
                .sum();
        out.list(2, ThriftOutput.STRUCT, elements + 1);
        out.begin();
        out.text(4, "schema");
        out.int32(5, type.fields().size());
        out.end();
        for (Field field : type.fields()) {
            for (int dimension = 0; dimension < field.shape().size(); dimension++) {
                list(dimension == 0 ? field.name() : "element");
            }
            leaf(field.isScalar() ? field.name() : "element", field.type());
        }
    }

    private void list(String name) {
        out.begin();
        out.int32(3, REQUIRED);
        out.text(4, name);
        out.int32(5, 1);
        out.int32(6, ParquetType.CONVERTED_LIST);
        out.begin(10);
        out.begin(LOGICAL_LIST);
        out.end();
        out.end();
        out.end();
        out.begin();
        out.int32(3, REPEATED);
        out.text(4, "list");
        out.int32(5, 1);
        out.end();
    }

    private void leaf(String name, FieldType type) {
        ParquetType form = ParquetType.of(type);
        out.begin();
        out.int32(1, form.physical());
        out.int32(3, REQUIRED);
        out.text(4, name);
        if (form.converted() >= 0) {
            out.int32(6, form.converted());
            out.begin(10);
            out.begin(type.isText() ? LOGICAL_STRING : LOGICAL_INTEGER);
            if (!type.isText()) {
                out.int8(1, type.size() * Byte.SIZE);
                out.flag(2, type.kind() == FieldType.Kind.SIGNED);
            }
            out.end();
            out.end();
        }
        out.end();
    }

    private void group(Group group, int number) {
        out.begin();
        out.list(1, ThriftOutput.STRUCT, group.columns.size());
        group.columns.forEach(this::column);
        out.int64(2, group.bytes());
        out.int64(3, group.rows);
        out.int64(5, group.columns.get(0).place());
        out.int64(6, group.bytes());
        if (number <= Short.MAX_VALUE) {
            out.int16(7, number);
        }
        out.end();
    }

    private void column(ParquetPages.Written column) {
        out.begin();
        out.int64(2, column.place());
        out.begin(3);
        out.int32(1, ParquetType.of(column.field().type()).physical());
        out.list(2, ThriftOutput.I32, 2);
        out.element(PLAIN);
        out.element(RLE);
        List<String> path = path(column.field());
        out.list(3, ThriftOutput.BINARY, path.size());
        path.forEach(out::element);
        out.int32(4, UNCOMPRESSED);
        out.int64(5, column.values());
        out.int64(6, column.bytes());
        out.int64(7, column.bytes());
        out.int64(9, column.place());
        if (column.extremes() != null) {
            out.begin(12);
            column.extremes().put(out);
            out.end();
        }
        out.end();
        out.end();
    }

    private static List<String> path(Field field) {
        List<String> path = new ArrayList<>(List.of(field.name()));
        field.shape().forEach(dimension -> path.addAll(List.of("list", "element")));
        return path;
    }
}
