package dev.sluice.session.request;

import dev.sluice.record.RecordType;

/// Types of records in words: numpy's `descr`, or fields with commas between them; after either, with blanks
/// between, `instantaneous` (records have no duration) or `picoseconds` (the unit of times, else ns).
public final class TypeText {
    private TypeText() {}

    /// The type that `text` says.
    ///
    /// @throws IllegalArgumentException if it is none
    public static RecordType parse(String text) {
        String rest = text.strip();
        boolean instantaneous = false;
        boolean picoseconds = false;
        for (boolean more = true; more; ) {
            more = false;
            if (rest.endsWith(" instantaneous")) {
                instantaneous = true;
                more = true;
            } else if (rest.endsWith(" picoseconds")) {
                picoseconds = true;
                more = true;
            }
            rest = more ? rest.substring(0, rest.lastIndexOf(' ')).strip() : rest;
        }
        RecordType type = rest.startsWith("[") ? RecordType.parse(rest) : RecordType.of(fields(rest));
        type = instantaneous ? type.instantaneous() : type;
        return picoseconds ? type.picoseconds() : type;
    }

    /// Fields with commas between them, but for those within the brackets of a shape.
    private static String[] fields(String text) {
        return text.split("\\s*,\\s*(?![^\\[]*\\])");
    }
}
