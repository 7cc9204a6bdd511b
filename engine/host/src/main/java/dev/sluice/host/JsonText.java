package dev.sluice.host;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// An object of JSON, member after member. Texts are ASCII: other characters are escaped.
final class JsonText {
    private final StringBuilder members = new StringBuilder();

    JsonText number(String name, long value) {
        return member(name, Long.toString(value));
    }

    /// What is no number, is null.
    JsonText number(String name, double value) {
        return member(name, Double.isFinite(value) ? Double.toString(value) : "null");
    }

    JsonText text(String name, String value) {
        return member(name, quoted(value));
    }

    JsonText texts(String name, List<String> values) {
        return member(name, values.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]")));
    }

    JsonText object(String name, JsonText value) {
        return member(name, value.toString());
    }

    <T> JsonText objects(String name, List<T> values, Function<T, JsonText> of) {
        return member(
                name,
                values.stream().map(value -> of.apply(value).toString()).collect(Collectors.joining(",", "[", "]")));
    }

    private JsonText member(String name, String value) {
        members.append(members.isEmpty() ? "" : ",")
                .append(quoted(name))
                .append(':')
                .append(value);
        return this;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return "{" + members + "}";
    }
}
