package dev.sluice.record;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Elements of array fields by name, as `charge_per_channel[3]` or `grid[0][2]`. Stateless.
public final class FieldElement {
    private static final Pattern NAME = Pattern.compile("(.+?)((?:\\[\\d{1,9}])+)");
    private static final Pattern INDEX = Pattern.compile("\\d+");

    private FieldElement() {}

    /// The field of that name, or the element of an array field that it names: a scalar of that name, in its place.
    ///
    /// @throws IllegalArgumentException if there is neither; the message says what there is
    public static Field of(RecordType type, String name) {
        Matcher parts = NAME.matcher(name);
        if (type.has(name) || !parts.matches() || !type.has(parts.group(1))) {
            return type.field(name);
        }
        Field array = type.field(parts.group(1));
        List<Integer> shape = array.shape();
        List<Integer> indices = new ArrayList<>();
        INDEX.matcher(parts.group(2)).results().forEach(index -> indices.add(Integer.parseInt(index.group())));
        if (indices.size() != shape.size()) {
            throw new IllegalArgumentException("field '" + array.name() + "' has " + shape.size() + " dimensions: name="
                    + name + ", shape=" + shape + "; give an index for each, or none");
        }
        int element = 0;
        for (int i = 0; i < shape.size(); i++) {
            if (indices.get(i) >= shape.get(i)) {
                throw new IllegalArgumentException("field '" + array.name() + "' has no such element: name=" + name
                        + ", shape=" + shape + "; the greatest index is " + (shape.get(i) - 1));
            }
            element = element * shape.get(i) + indices.get(i);
        }
        int offset = array.offset() + element * array.type().size();
        // Without the title of the array: that names all of it, and no two fields may share one.
        return new Field(name, null, array.type(), List.of(), offset);
    }

    /// The name of the field that holds what is named so: of the array where it is an element.
    public static String holder(RecordType type, String name) {
        Matcher parts = NAME.matcher(name);
        return !type.has(name) && parts.matches() ? parts.group(1) : name;
    }
}
