package dev.sluice.formats.strax;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.sluice.formats.FormatException;
import java.math.BigDecimal;
import java.nio.file.Path;

/// Takes fields of a JSON object, each of which must be there and of its kind. Immutable.
///
/// @param file   where it was read, for messages
/// @param what   what the object describes, for messages
/// @param object the object
record JsonFields(Path file, String what, JsonObject object) {
    private static final String REMEDY =
            "the metadata are damaged: write the data anew, or copy them again from where they are whole";

    boolean has(String name) {
        JsonElement value = object.get(name);
        return value != null && !value.isJsonNull();
    }

    String text(String name) {
        JsonPrimitive value = primitive(name);
        if (!value.isString()) {
            throw wrong(name + "=" + value + " is no text");
        }
        return value.getAsString();
    }

    long whole(String name) {
        JsonPrimitive value = primitive(name);
        try {
            return new BigDecimal(value.getAsString()).longValueExact();
        } catch (NumberFormatException | ArithmeticException notWhole) {
            throw wrong(name + "=" + value + " is no whole number within int64");
        }
    }

    private JsonPrimitive primitive(String name) {
        JsonElement value = object.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw wrong(name + " is missing");
        }
        return value.getAsJsonPrimitive();
    }

    FormatException wrong(String problem) {
        return new FormatException(file, FormatException.NOT_IN_FILE, what + ": " + problem, REMEDY);
    }
}
