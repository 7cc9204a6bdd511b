package dev.sluice.record;

/// Expressions of numpy that convert a structured array `a`, for remedies in messages. Stateless.
public final class NumpyConversion {
    private NumpyConversion() {}

    /// `a` with another element type for one field: shape, order and all other fields stay. An array that is not
    /// structured has the empty name.
    public static String of(String field, String type) {
        return field.isEmpty() ? "a.astype('" + type + "')" : "a" + cast(field, type);
    }

    /// `a` with whole nanoseconds in a field of datetimes or time differences, whose code is for example `M8[us]`.
    static String ofDatetime(String field, String code) {
        String kind = code.substring(0, 1);
        boolean nanoseconds = code.endsWith("[ns]");
        String first = nanoseconds ? "a" : of(field, "<" + kind + "8[ns]");
        return first + (field.isEmpty() ? ".astype('<i8')" : cast(field, "<i8"));
    }

    /// The expression that sorts by time, and by channel where that is needed.
    public static String sorted() {
        return "np.sort(a, order='time'), or order=('time', 'channel') where several start at one time";
    }

    /// An expression for the array `a` sorted by time, then channel.
    public static String sortedByChannel() {
        return "np.sort(a, order=('time', 'channel'))";
    }

    /// Statements that make of `a` an array with one more field, which has the same value in all records.
    public static String withField(String field, String type, String value) {
        return "b = np.zeros(len(a), a.dtype.descr + [('" + field + "', '" + type
                + "')]); b[list(a.dtype.names)] = a; b['" + field + "'] = " + value + "; np.save('with_" + field
                + ".npy', b)";
    }

    private static String cast(String field, String type) {
        return ".astype([(n, '" + type + "', a.dtype[n].shape) if n == '" + field
                + "' else (n, a.dtype[n]) for n in a.dtype.names])";
    }
}
