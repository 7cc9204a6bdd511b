package dev.sluice.formats.npy;

import dev.sluice.formats.FormatException;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.NumpyConversion;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import java.nio.file.Path;
import java.util.List;

/// Checks that a dtype says when its records start and end, and says in numpy's words what to do where it does not.
/// Stateless.
public final class NpyTimes {
    private NpyTimes() {}

    /// The type with usable times: `time`, and `endtime`, or `length` and `dt`, or none of these.
    ///
    /// @throws FormatException if a field of time has another type
    public static RecordType require(Path path, RecordType type) {
        if (!type.has("time")) {
            throw unusable(path, "there is no field 'time' in " + type.descr(), "add an int64 field 'time', in ns");
        }
        requireInt64(path, type.field("time"));
        if (type.has("endtime")) {
            requireInt64(path, type.field("endtime"));
            return type;
        }
        if (RecordTimes.hasDuration(type)) {
            requireInteger(path, type.field(type.has("length") ? "length" : "event_length"));
            requireInteger(path, type.field("dt"));
            return type;
        }
        return type.instantaneous();
    }

    /// What is assumed of records of that type, which may surprise: one sentence each.
    static List<String> notes(RecordType type) {
        boolean lasting = type.has("length") || type.has("event_length");
        boolean timed = !type.has("time") || type.has("endtime") || lasting == type.has("dt");
        if (timed) {
            return List.of();
        }
        String there = type.has("dt") ? "dt" : type.has("length") ? "length" : "event_length";
        String missing = type.has("dt") ? "length" : "dt";
        String meaning = type.has("dt") ? "the number of valid samples" : "the ns per sample";
        return List.of("the records have a field " + there + " but neither " + missing
                + " nor endtime, so that it is not known when they end: each counts as an instant; add the int32 field "
                + missing + ", " + meaning + ", or the int64 field endtime");
    }

    private static void requireInt64(Path path, Field field) {
        if (!field.type().equals(FieldType.INT64) || !field.isScalar()) {
            throw unusable(
                    path,
                    NumpySpelling.describe(field) + ", where a time is one <i8",
                    field.isScalar() ? toInt64(field) : "save one time per record");
        }
    }

    /// A float may hold seconds: cast as it is, it would lose what lies after the point.
    private static String toInt64(Field field) {
        String conversion = NumpyConversion.of(field.name(), "<i8");
        if (field.type().isInteger()) {
            return "convert it with " + conversion;
        }
        String old = "a['" + field.name() + "']";
        return "where it holds whole ns, convert it with " + conversion + "; where it holds seconds, then set b['"
                + field.name() + "'] = np.floor(" + old + ").astype('<i8') * 10**9 + np.round(" + old
                + " % 1 * 1e9).astype('<i8') in that array b";
    }

    private static void requireInteger(Path path, Field field) {
        FieldType type = field.type();
        boolean read = type.isInteger() && !type.typeString().equals("<u8") && field.isScalar();
        if (!read) {
            throw unusable(
                    path,
                    NumpySpelling.describe(field) + ", and a record ends at time + length * dt, all integers",
                    field.isScalar()
                            ? "add an int64 field 'endtime', or, if its values are whole numbers, convert it with "
                                    + NumpyConversion.of(field.name(), "<i4")
                            : "save one value per record");
        }
    }

    private static FormatException unusable(Path path, String problem, String remedy) {
        return new FormatException(
                path, FormatException.NOT_IN_FILE, "the records have no usable time, " + problem, remedy);
    }
}
