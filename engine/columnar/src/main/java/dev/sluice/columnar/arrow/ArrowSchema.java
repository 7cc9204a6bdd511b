package dev.sluice.columnar.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.sluice.columnar.column.TableMetadata;
import dev.sluice.formats.OutputSettings;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/// The schema of Arrow for a record type: a column per field, with unit, sentence and title as metadata, and of all of
/// them run, type of data and lineage. Stateless.
///
/// Arrays are fixed-size lists, one within another for each dimension; no value is null.
public final class ArrowSchema {
    private ArrowSchema() {}

    /// The schema as the first message of a stream.
    public static byte[] message(RecordType type, OutputSettings settings) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int schema = put(builder, type, settings);
        builder.finish(Message.createMessage(builder, MetadataVersion.V5, MessageHeader.Schema, schema, 0, 0));
        byte[] metadata = builder.sizedByteArray();
        int length = (metadata.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        return ByteBuffer.allocate(ArrowOutput.PREFIX + length)
                .put(ArrowOutput.integers(ArrowOutput.CONTINUATION, length))
                .put(metadata)
                .array();
    }

    /// Puts the schema into the builder.
    static int put(FlatBufferBuilder builder, RecordType type, OutputSettings settings) {
        int[] columns = type.fields().stream()
                .mapToInt(field -> column(builder, type, field))
                .toArray();
        int fields = Schema.createFieldsVector(builder, columns);
        int metadata =
                Schema.createCustomMetadataVector(builder, pairs(builder, TableMetadata.ofTable(type, settings)));
        return Schema.createSchema(builder, Endianness.Little, fields, metadata, 0);
    }

    /// Puts what is known under a key each.
    static int[] pairs(FlatBufferBuilder builder, Map<String, String> known) {
        return known.entrySet().stream()
                .mapToInt(entry -> KeyValue.createKeyValue(
                        builder, builder.createString(entry.getKey()), builder.createString(entry.getValue())))
                .toArray();
    }

    private static int column(FlatBufferBuilder builder, RecordType type, Field field) {
        return level(builder, field, 0, field.name(), TableMetadata.ofColumn(type, field));
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
