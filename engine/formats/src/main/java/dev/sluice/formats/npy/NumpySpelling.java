package dev.sluice.formats.npy;

import dev.sluice.record.Field;
import java.util.stream.Collectors;

/// Spells fields as numpy's users know them, for messages. Stateless.
final class NumpySpelling {
    private NumpySpelling() {}

    /// `field 'dt' is <f4`.
    static String describe(Field field) {
        return "field '" + field.name() + "' is " + type(field);
    }

    /// `<i2`, or `('<i2', (800,))` where it is an array.
    private static String type(Field field) {
        return field.isScalar()
                ? field.type().typeString()
                : "('" + field.type().typeString() + "', " + shape(field) + ")";
    }

    private static String shape(Field field) {
        String dimensions = field.shape().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "(" + dimensions + (field.shape().size() == 1 ? ",)" : ")");
    }
}
