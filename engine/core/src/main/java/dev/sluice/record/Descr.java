package dev.sluice.record;

import dev.sluice.record.python.PythonText;
import dev.sluice.record.python.PythonTuple;
import java.util.ArrayList;
import java.util.List;

/// Reads and prints numpy's `dtype.descr`. Stateless.
final class Descr {
    private Descr() {}

    static RecordType parse(Object literal) {
        if (literal instanceof String typeString) {
            throw new IllegalArgumentException(
                    "not a structured dtype but the plain type '" + TypeStrings.parse("", typeString)
                            + "'; make records of it, for instance r = numpy.zeros(len(arr), [('time', '<i8'), ('wave',"
                            + " arr.dtype, arr.shape[1:])]); r['wave'] = arr; r['time'] = the start of each in ns");
        }
        if (!(literal instanceof List<?> items)) {
            throw new IllegalArgumentException(
                    "not a structured dtype but " + shown(literal) + "; expected a list of (name, type) tuples");
        }
        RecordTypeBuilder builder = RecordType.builder();
        for (Object item : items) {
            if (!(item instanceof PythonTuple tuple)
                    || tuple.items().size() < 2
                    || tuple.items().size() > 3) {
                throw new IllegalArgumentException(
                        "a field of the descr is " + shown(item) + "; expected (name, type) or (name, type, shape)");
            }
            addField(builder, tuple.items());
        }
        return builder.build();
    }

    static String print(Layout layout) {
        StringBuilder text = new StringBuilder("[");
        int end = 0;
        for (Field field : layout.fields()) {
            printGap(text, field.offset() - end);
            separate(text).append('(');
            printName(text, field);
            text.append(", '").append(field.type()).append('\'');
            printShape(text, field.shape());
            text.append(')');
            end = field.offset() + field.byteSize();
        }
        printGap(text, layout.size() - end);
        return text.append(']').toString();
    }

    private static void addField(RecordTypeBuilder builder, List<Object> parts) {
        String title = null;
        Object nameAndTitle = parts.get(0);
        if (nameAndTitle instanceof PythonTuple pair && pair.items().size() == 2) {
            title = text("title", pair.items().get(0));
            nameAndTitle = pair.items().get(1);
        }
        String name = text("name", nameAndTitle);
        if (parts.get(1) instanceof List) {
            throw new IllegalArgumentException("field '" + name
                    + "' is a nested record; flatten it (numpy.lib.recfunctions.flatten_descr shows the flat type)");
        }
        String type = text("type of field '" + name + "'", parts.get(1));
        List<Integer> shape = parts.size() == 3 ? shape(name, parts.get(2)) : List.of();
        if (name.isEmpty() && title == null && shape.isEmpty() && type.matches("\\|?V[0-9]{1,9}")) {
            builder.gap(Integer.parseInt(type.substring(type.indexOf('V') + 1)));
        } else {
            builder.add(title, name, TypeStrings.parse(name, type), shape);
        }
    }

    private static String text(String what, Object literal) {
        if (literal instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("the " + what + " is " + shown(literal) + "; expected a string");
    }

    private static List<Integer> shape(String name, Object literal) {
        List<Object> dimensions = literal instanceof PythonTuple tuple ? tuple.items() : List.of(literal);
        List<Integer> shape = new ArrayList<>();
        for (Object dimension : dimensions) {
            if (!(dimension instanceof Long value) || value < 0 || value > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("field '" + name + "' has shape=" + shown(literal)
                        + "; expected a tuple of integers from 0 to " + Integer.MAX_VALUE);
            }
            shape.add(value.intValue());
        }
        return shape;
    }

    private static String shown(Object literal) {
        String text = String.valueOf(literal);
        return text.length() > 60 ? text.substring(0, 57) + "…" : text;
    }

    private static StringBuilder separate(StringBuilder text) {
        return text.length() > 1 ? text.append(", ") : text;
    }

    private static void printGap(StringBuilder text, int bytes) {
        if (bytes > 0) {
            separate(text).append("('', '|V").append(bytes).append("')");
        }
    }

    private static void printName(StringBuilder text, Field field) {
        String name = PythonText.quote(field.name());
        if (field.title() == null) {
            text.append(name);
        } else {
            text.append('(')
                    .append(PythonText.quote(field.title()))
                    .append(", ")
                    .append(name)
                    .append(')');
        }
    }

    private static void printShape(StringBuilder text, List<Integer> shape) {
        if (shape.isEmpty()) {
            return;
        }
        text.append(", (").append(shape.get(0));
        for (int i = 1; i < shape.size(); i++) {
            text.append(", ").append(shape.get(i));
        }
        text.append(shape.size() == 1 ? ",)" : ")");
    }
}
