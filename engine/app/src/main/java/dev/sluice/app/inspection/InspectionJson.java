package dev.sluice.app.inspection;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.sluice.app.run.SummaryJson;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDoc;
import dev.sluice.record.RecordType;
import dev.sluice.session.catalogue.KnownFields;
import dev.sluice.session.inspection.Inspection;
import java.util.Collection;
import java.util.OptionalLong;

/// What was found in an input, for programs: one JSON object on one line. Stateless.
public final class InspectionJson {
    private InspectionJson() {}

    /// The object, ended by a line break.
    public static String text(Inspection found) {
        JsonObject object = new JsonObject();
        object.addProperty("input", found.path());
        object.addProperty("format", found.format());
        object.addProperty("descr", found.type().descr());
        object.addProperty("record_size", found.type().size());
        object.addProperty("records", found.records());
        object.addProperty("exact", found.exact());
        object.addProperty("bytes", found.bytes());
        object.add("start", time(found.start()));
        object.add("end", time(found.end()));
        object.addProperty("time_unit", found.type().timeResolution().symbol());
        object.add("fields", fields(found.type()));
        JsonObject channels = new JsonObject();
        found.channels().forEach((channel, count) -> channels.addProperty(Long.toString(channel), count));
        object.add("channels", channels);
        found.facts().forEach((name, value) -> object.add(name, fact(value)));
        object.add("notes", texts(found.notes()));
        object.add("warnings", texts(found.warnings()));
        return object + "\n";
    }

    private static JsonElement time(OptionalLong time) {
        return time.isPresent() ? new JsonPrimitive(time.getAsLong()) : JsonNull.INSTANCE;
    }

    private static JsonElement fact(Object value) {
        if (value instanceof Number) {
            return SummaryJson.number((Number) value);
        }
        if (value instanceof Collection) {
            return texts((Collection<?>) value);
        }
        return new JsonPrimitive(value.toString());
    }

    private static JsonArray texts(Collection<?> lines) {
        JsonArray array = new JsonArray();
        lines.forEach(line -> array.add(line.toString()));
        return array;
    }

    private static JsonElement text(String words) {
        return words.isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(words);
    }

    /// The fields of a type, each as an object.
    public static JsonArray fields(RecordType type) {
        JsonArray array = new JsonArray();
        for (Field field : type.fields()) {
            JsonObject object = new JsonObject();
            object.addProperty("name", field.name());
            object.addProperty("type", field.type().typeString());
            JsonArray shape = new JsonArray();
            field.shape().forEach(shape::add);
            object.add("shape", shape);
            object.addProperty("offset", field.offset());
            FieldDoc doc = KnownFields.of(field, type);
            object.add("unit", text(doc.unit()));
            object.add("meaning", text(doc.meaning()));
            object.add("missing", text(doc.missing()));
            object.add("title", field.title() == null ? JsonNull.INSTANCE : new JsonPrimitive(field.title()));
            array.add(object);
        }
        return array;
    }
}
