package dev.sluice.waveform;

import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// The two record types that a kernel is bound to. Immutable.
record Binding(RecordType input, RecordType output) {

    /// Checks that these are records of the two types, one result per waveform; false if there are none.
    boolean admits(Records waveforms, Records results) {
        requireType("waveforms", input, waveforms);
        requireType("results", output, results);
        if (waveforms.count() != results.count()) {
            throw new IllegalArgumentException("there is not one result per waveform: waveforms=" + waveforms.count()
                    + ", results=" + results.count() + "; ask the output for as many records as the input has");
        }
        return waveforms.count() > 0;
    }

    /// Refuses records of another type than `expected`; allocates nothing where they fit.
    ///
    /// @throws IllegalArgumentException if they are of another one
    static void requireType(String name, RecordType expected, Records records) {
        if (expected != records.type() && !expected.sameLayout(records.type())) {
            throw new IllegalArgumentException("the " + name + " are of another type than the kernel was bound to: "
                    + records.type().descr() + " is not " + expected.descr());
        }
    }

    /// Where the scalar result field of that name and type lies; `missing` if there is none.
    int offsetOrElse(String name, FieldType type, int missing) {
        return output.has(name) ? offset(name, type) : missing;
    }

    /// Where the scalar result field of that name and type lies, which must be there.
    int offset(String name, FieldType type) {
        Field field = output.field(name);
        if (!field.type().equals(type) || !field.isScalar()) {
            throw new IllegalArgumentException(
                    "result field '" + name + "' is " + field + "; declare it as " + type.typeString());
        }
        return field.offset();
    }
}
