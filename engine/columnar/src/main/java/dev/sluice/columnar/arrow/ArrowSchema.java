package dev.sluice.columnar.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.sluice.formats.OutputSettings;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDoc;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.store.Lineage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/// The schema of Arrow for a record type: a column per field, with unit, sentence and title as metadata, and of all of
/// them run, type of data and lineage. Stateless.
///
/// Arrays are fixed-size lists, one within another for each dimension; no value is null.
final class ArrowSchema {
    /// The key of the schema's metadata under which the type stands as numpy prints it.
    static final String DESCR = "sluice.descr";
    /// The key of a column's metadata under which the type of an element stands as numpy spells it.
    static final String ELEMENT = "sluice.element";
    /// The key under which declarations of times stand: `instantaneous`, `disjoint`.
    static final String TIMES = "sluice.times";
    /// The key under which the unit of times stands.
    static final String TIME_UNIT = "sluice.time_unit";

    private ArrowSchema() {}

    /// Puts the schema into the builder.
    static int put(FlatBufferBuilder builder, RecordType type, OutputSettings settings) {
        int[] columns = type.fields().stream()
                .mapToInt(field -> column(builder, type, field))
                .toArray();
        int fields = Schema.createFieldsVector(builder, columns);
        int metadata = Schema.createCustomMetadataVector(builder, pairs(builder, metadata(type, settings)));
        return Schema.createSchema(builder, Endianness.Little, fields, metadata, 0);
    }

    /// What is known of the records as a whole.
    private static Map<String, String> metadata(RecordType type, OutputSettings settings) {
        Map<String, String> known = new LinkedHashMap<>();
        known.put("sluice.run", settings.runId());
        known.put("sluice.type", settings.dataType());
        known.put("sluice.lineage", settings.origin().get().map(Lineage::toJson).orElse(null));
        known.put(DESCR, type.descr());
        known.put(TIME_UNIT, type.timeResolution().symbol());
        known.put(TIMES, (type.isInstantaneous() ? "instantaneous " : "") + (type.isDisjoint() ? "disjoint" : ""));
        return known;
    }

    /// Puts what is known under a key each; without value it is left out.
    static int[] pairs(FlatBufferBuilder builder, Map<String, String> known) {
        return known.entrySet().stream()
                .filter(entry -> entry.getValue() != null && !entry.getValue().isEmpty())
                .mapToInt(entry -> KeyValue.createKeyValue(
                        builder, builder.createString(entry.getKey()), builder.createString(entry.getValue())))
                .toArray();
    }

    private static int column(FlatBufferBuilder builder, RecordType type, Field field) {
        FieldDoc doc = type.doc(field.name());
        Map<String, String> known = new LinkedHashMap<>();
        known.put("unit", doc.unit());
        known.put("meaning", doc.meaning());
        known.put("missing", doc.missing());
        known.put("title", field.title());
        known.put(ELEMENT, field.type().typeString());
        return level(builder, field, 0, field.name(), known);
    }

    /// The column, or within it the items of the dimension before.
    private static int level(
            FlatBufferBuilder builder, Field field, int dimension, String name, Map<String, String> known) {
        boolean list = dimension < field.shape().size();
        int[] items = list ? new int[] {level(builder, field, dimension + 1, "item", Map.of())} : new int[0];
        int children = org.apache.arrow.flatbuf.Field.createChildrenVector(builder, items);
        int metadata = org.apache.arrow.flatbuf.Field.createCustomMetadataVector(builder, pairs(builder, known));
        int named = builder.createString(name);
        int type = list
                ? FixedSizeList.createFixedSizeList(builder, field.shape().get(dimension))
                : element(builder, field.type());
        byte kind = list ? Type.FixedSizeList : kind(field.type());
        return org.apache.arrow.flatbuf.Field.createField(builder, named, false, kind, type, 0, children, metadata);
    }

    private static byte kind(FieldType type) {
        return switch (type.kind()) {
            case SIGNED, UNSIGNED -> Type.Int;
            case FLOAT -> Type.FloatingPoint;
            case BOOLEAN -> Type.Bool;
            case BYTES, UNICODE -> Type.Utf8;
        };
    }

    private static int element(FlatBufferBuilder builder, FieldType type) {
        return switch (type.kind()) {
            case SIGNED, UNSIGNED ->
                Int.createInt(builder, type.size() * Byte.SIZE, type.kind() == FieldType.Kind.SIGNED);
            case FLOAT ->
                FloatingPoint.createFloatingPoint(
                        builder, type.size() == Float.BYTES ? Precision.SINGLE : Precision.DOUBLE);
            case BOOLEAN -> {
                Bool.startBool(builder);
                yield Bool.endBool(builder);
            }
            case BYTES, UNICODE -> {
                Utf8.startUtf8(builder);
                yield Utf8.endUtf8(builder);
            }
        };
    }
}
