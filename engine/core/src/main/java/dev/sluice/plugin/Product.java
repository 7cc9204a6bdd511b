package dev.sluice.plugin;

import dev.sluice.record.RecordType;
import java.util.Objects;

/// A type of data that a plugin provides. Immutable.
///
/// @param dataType its name
/// @param type     the type of its records, which have a time and an end
/// @param kind     types of data of one kind have the same rows: one record of each for the same thing
public record Product(String dataType, RecordType type, String kind) {
    /// Checks the names, and that the records can be put in order of time.
    public Product {
        requireName("type of data", dataType);
        requireName("kind of data", kind);
        try {
            Objects.requireNonNull(type, "type").times();
        } catch (IllegalArgumentException untimed) {
            throw new IllegalArgumentException(
                    "records of " + dataType + " cannot be put in order of time: " + untimed.getMessage(), untimed);
        }
    }

    private static void requireName(String what, String name) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "not a name for a " + what + ": '" + name + "'; use letters, digits and underscores");
        }
    }
}
