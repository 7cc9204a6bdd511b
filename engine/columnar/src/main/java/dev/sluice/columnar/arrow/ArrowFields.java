package dev.sluice.columnar.arrow;

import dev.sluice.columnar.column.TableMetadata;
import dev.sluice.formats.FormatException;
import dev.sluice.record.FieldType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeBinary;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;

/// Makes fields of the columns of an Arrow schema: numbers, booleans, texts of fixed length, lists of fixed size.
/// Stateless.
final class ArrowFields {
    private static final int MOST_DIMENSIONS = 16;

    private ArrowFields() {}

    /// One field for each column, at offset 0.
    ///
    /// @throws FormatException if records hold no such column
    static List<dev.sluice.record.Field> of(Path path, Schema schema) {
        List<dev.sluice.record.Field> fields = new ArrayList<>();
        for (int i = 0; i < schema.fieldsLength(); i++) {
            fields.add(field(path, schema.fields(i)));
        }
        return fields;
    }

    /// What a schema says besides its columns.
    static Map<String, String> metadata(Schema schema) {
        Map<String, String> known = new HashMap<>();
        for (int i = 0; i < schema.customMetadataLength(); i++) {
            put(known, schema.customMetadata(i));
        }
        return known;
    }

    static void put(Map<String, String> known, KeyValue pair) {
        if (pair.key() != null && pair.value() != null) {
            known.put(pair.key(), pair.value());
        }
    }

    /// Whether the elements of a column are texts of varying length, which come after a table of ends.
    static boolean hasEnds(Field column) {
        Field level = column;
        for (int depth = 0; level.typeType() == Type.FixedSizeList && depth < MOST_DIMENSIONS; depth++) {
            level = level.children(0);
        }
        return level.typeType() == Type.Utf8;
    }

    private static dev.sluice.record.Field field(Path path, Field column) {
        Map<String, String> known = new HashMap<>();
        for (int i = 0; i < column.customMetadataLength(); i++) {
            put(known, column.customMetadata(i));
        }
        List<Integer> shape = new ArrayList<>();
        Field level = column;
        while (level.typeType() == Type.FixedSizeList
                && shape.size() < MOST_DIMENSIONS
                && level.childrenLength() == 1) {
            shape.add(((FixedSizeList) level.type(new FixedSizeList())).listSize());
            level = level.children(0);
        }
        FieldType type = level.dictionary() == null ? element(level, known.get(TableMetadata.ELEMENT)) : null;
        if (type == null || column.name() == null || column.name().isEmpty()) {
            throw new FormatException(
                    path,
                    FormatException.NOT_IN_FILE,
                    "column '" + column.name() + "' is of Arrow's type "
                            + (level.typeType() < Type.names.length ? Type.name(level.typeType()) : level.typeType())
                            + (level.dictionary() == null ? "" : " with a dictionary")
                            + ", of which no field of a record is made",
                    "leave it out, or cast it to numbers, fixed_size_binary or lists of fixed size");
        }
        return new dev.sluice.record.Field(column.name(), known.get("title"), type, shape, 0);
    }

    /// The type of an element, or null.
    private static FieldType element(Field level, String said) {
        return switch (level.typeType()) {
            case Type.Int -> integer((Int) level.type(new Int()));
            case Type.FloatingPoint ->
                switch (((FloatingPoint) level.type(new FloatingPoint())).precision()) {
                    case Precision.SINGLE -> FieldType.FLOAT32;
                    case Precision.DOUBLE -> FieldType.FLOAT64;
                    default -> null;
                };
            case Type.Bool -> FieldType.BOOLEAN;
            case Type.Timestamp ->
                ((Timestamp) level.type(new Timestamp())).unit() == TimeUnit.NANOSECOND ? FieldType.INT64 : null;
            case Type.FixedSizeBinary -> {
                int width = ((FixedSizeBinary) level.type(new FixedSizeBinary())).byteWidth();
                yield width >= 0 ? new FieldType(FieldType.Kind.BYTES, width) : null;
            }
            case Type.Utf8 -> {
                FieldType type = said == null ? null : FieldType.parse(said);
                yield type != null && type.isText() ? type : null;
            }
            default -> null;
        };
    }

    private static FieldType integer(Int type) {
        int bytes = type.bitWidth() / Byte.SIZE;
        boolean known = bytes * Byte.SIZE == type.bitWidth() && Integer.bitCount(bytes) == 1 && bytes <= Long.BYTES;
        return known ? new FieldType(type.isSigned() ? FieldType.Kind.SIGNED : FieldType.Kind.UNSIGNED, bytes) : null;
    }
}
