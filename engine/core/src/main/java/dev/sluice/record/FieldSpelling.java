package dev.sluice.record;

import java.util.ArrayList;
import java.util.List;

/// Parses `name:type[shape]`, the short spelling of a field. Stateless.
final class FieldSpelling {
    private FieldSpelling() {}

    static void addTo(RecordTypeBuilder builder, String spelling) {
        int colon = spelling.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(
                    "field '" + spelling + "' has no name or no type; write name:type or name:type[shape]");
        }
        String name = spelling.substring(0, colon);
        String type = spelling.substring(colon + 1);
        List<Integer> shape = List.of();
        int bracket = type.indexOf('[');
        if (bracket >= 0) {
            shape = shape(name, type.substring(bracket));
            type = type.substring(0, bracket);
        }
        builder.add(null, name, TypeStrings.parse(name, type), shape);
    }

    private static List<Integer> shape(String name, String text) {
        List<Integer> shape = new ArrayList<>();
        try {
            if (!text.endsWith("]")) {
                throw new NumberFormatException("no closing bracket");
            }
            for (String dimension : text.substring(1, text.length() - 1).split(",", -1)) {
                shape.add(Integer.parseInt(dimension.trim()));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "field '" + name + "' has shape=" + text + "; write [800], or [2,3] for two dimensions", e);
        }
        return shape;
    }
}
