package dev.sluice.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// JSON letter by letter as Python's `json.dumps` writes it by default: ASCII only, `", "` and `": "` between parts.
///
/// For values in the form of [TrackedValue]. Stateless; safe from any thread.
final class PythonJson {
    private static final String ESCAPED = "\"\\\n\r\t\f\b";
    private static final String LETTERS = "\"\\nrtfb";

    private PythonJson() {}

    static String text(Object value) {
        StringBuilder out = new StringBuilder();
        append(value, out);
        return out.toString();
    }

    /// The value with each map as a list of its `[key, value]` pairs, sorted by key: what strax hashes.
    static Object pairs(Object value) {
        List<Object> result = new ArrayList<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inside) -> result.add(Arrays.asList(key, pairs(inside))));
        } else if (value instanceof List<?> list) {
            list.forEach(inside -> result.add(pairs(inside)));
        } else {
            return value;
        }
        return result;
    }

    private static void append(Object value, StringBuilder out) {
        if (value instanceof String text) {
            quote(text, out);
        } else if (value instanceof Double number) {
            out.append(PythonFloat.text(number));
        } else if (value instanceof List<?> list) {
            String separator = "";
            out.append('[');
            for (Object element : list) {
                out.append(separator);
                append(element, out);
                separator = ", ";
            }
            out.append(']');
        } else if (value instanceof Map<?, ?> map) {
            appendMap(map, out);
        } else {
            // Left are null, booleans and whole numbers, whose text is JSON already.
            out.append(value);
        }
    }

    private static void appendMap(Map<?, ?> map, StringBuilder out) {
        String separator = "";
        out.append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            append(entry.getKey(), out);
            out.append(": ");
            append(entry.getValue(), out);
            separator = ", ";
        }
        out.append('}');
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            int escape = ESCAPED.indexOf(unit);
            if (escape >= 0) {
                out.append('\\').append(LETTERS.charAt(escape));
            } else if (unit < ' ' || unit > '~') {
                out.append(String.format("\\u%04x", (int) unit));
            } else {
                out.append(unit);
            }
        }
        out.append('"');
    }
}
