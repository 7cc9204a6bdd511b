package dev.sluice.formats.store;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values of a lineage in JSON, each read back as what it was: `1` and `1.0` are two. Stateless.
///
/// A real number that JSON cannot spell becomes `{"not finite": "NaN"}`.
final class HeadJson {
    private static final String NOT_FINITE = "not finite";
    private static final int DEEPEST = 64;

    private HeadJson() {}

    static void write(JsonWriter json, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.beginObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.name((String) entry.getKey());
                write(json, entry.getValue());
            }
            json.endObject();
        } else if (value instanceof List<?> list) {
            json.beginArray();
            for (Object element : list) {
                write(json, element);
            }
            json.endArray();
        } else if (value instanceof Double real && !Double.isFinite(real)) {
            json.beginObject().name(NOT_FINITE).value(real.toString()).endObject();
        } else if (value instanceof Number number) {
            json.jsonValue(number.toString());
        } else if (value instanceof Boolean truth) {
            json.value(truth);
        } else {
            json.value((String) value);
        }
    }

    /// The one value of the text.
    ///
    /// @throws IllegalArgumentException if it is nested too deeply
    /// @throws IOException if it is no JSON
    static Object read(JsonReader json) throws IOException {
        Object value = value(json, 0);
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw new IllegalArgumentException("something follows it");
        }
        return value;
    }

    private static Object value(JsonReader json, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("it is nested deeper than depth=" + DEEPEST);
        }
        return switch (json.peek()) {
            case BEGIN_OBJECT -> map(json, depth);
            case BEGIN_ARRAY -> list(json, depth);
            case BOOLEAN -> json.nextBoolean();
            case NUMBER -> number(json.nextString());
            case NULL -> {
                json.nextNull();
                yield null;
            }
            default -> json.nextString();
        };
    }

    private static Object map(JsonReader json, int depth) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            map.put(name, value(json, depth + 1));
        }
        json.endObject();
        return map.size() == 1 && map.get(NOT_FINITE) instanceof String text ? Double.valueOf(text) : map;
    }

    private static List<Object> list(JsonReader json, int depth) throws IOException {
        List<Object> list = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            list.add(value(json, depth + 1));
        }
        json.endArray();
        return list;
    }

    private static Number number(String text) {
        if (!text.matches("-?[0-9]{1,400}")) {
            return Double.valueOf(text);
        }
        BigInteger whole = new BigInteger(text);
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }
}
