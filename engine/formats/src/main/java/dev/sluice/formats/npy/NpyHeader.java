package dev.sluice.formats.npy;

import dev.sluice.formats.FormatException;
import dev.sluice.record.RecordType;
import dev.sluice.record.python.LiteralException;
import dev.sluice.record.python.PythonLiteral;
import dev.sluice.record.python.PythonTuple;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The dict in a `.npy` header: what numpy's `numpy.lib.format` documents as descr, fortran_order and shape.
record NpyHeader(RecordType type, long count) {
    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");

    /// @param start where the text starts in the file, for messages
    static NpyHeader parse(Path file, long start, String text, Charset charset) {
        Object literal = literal(file, start, text, charset);
        if (!(literal instanceof Map<?, ?> dict)) {
            throw new FormatException(
                    file, start, "the header is not a dict but " + shown(literal), "write it again with numpy.save");
        }
        if (!dict.keySet().equals(KEYS)) {
            throw new FormatException(
                    file,
                    start,
                    "the header has the keys " + shown(dict.keySet()) + " instead of descr, fortran_order, shape",
                    "write it again with numpy.save");
        }
        checkOrder(file, start, dict.get("fortran_order"));
        RecordType type = type(file, start, dict.get("descr"));
        return new NpyHeader(type, count(file, start, dict.get("shape")));
    }

    private static Object literal(Path file, long start, String text, Charset charset) {
        try {
            return PythonLiteral.parse(text);
        } catch (LiteralException e) {
            int before = text.substring(0, e.position()).getBytes(charset).length;
            FormatException failure = new FormatException(
                    file,
                    start + before,
                    "the header is not a Python literal (" + e.getMessage() + " of the header)",
                    "write it again with numpy.save");
            failure.initCause(e);
            throw failure;
        }
    }

    private static void checkOrder(Path file, long start, Object order) {
        if (!(order instanceof Boolean)) {
            throw new FormatException(
                    file, start, "fortran_order is " + shown(order) + ", not a bool", "write it again with numpy.save");
        }
        if (order.equals(Boolean.TRUE)) {
            throw new FormatException(
                    file,
                    start,
                    "the array is in Fortran order",
                    "save numpy.ascontiguousarray(arr).ravel() of a structured array instead");
        }
    }

    private static RecordType type(Path file, long start, Object descr) {
        try {
            return RecordType.fromLiteral(descr);
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            int remedy = message.indexOf("; ");
            FormatException failure = new FormatException(
                    file,
                    start,
                    "its dtype cannot be read, " + (remedy < 0 ? message : message.substring(0, remedy)),
                    remedy < 0 ? "save it with supported types" : message.substring(remedy + 2));
            failure.initCause(e);
            throw failure;
        }
    }

    private static long count(Path file, long start, Object shape) {
        if (!(shape instanceof PythonTuple tuple) || !tuple.items().stream().allMatch(NpyHeader::isLength)) {
            throw new FormatException(
                    file,
                    start,
                    "shape is " + shown(shape) + ", not a tuple of integers from 0 up",
                    "write it again with numpy.save");
        }
        List<Object> dimensions = tuple.items();
        if (dimensions.size() != 1) {
            throw new FormatException(
                    file,
                    start,
                    "the array has dimensions=" + dimensions.size() + ", shape=" + shown(dimensions)
                            + ", where records need 1",
                    "save arr.ravel() instead");
        }
        return (Long) dimensions.get(0);
    }

    private static boolean isLength(Object dimension) {
        return dimension instanceof Long value && value >= 0;
    }

    private static String shown(Object literal) {
        String text = String.valueOf(literal);
        return text.length() > 60 ? text.substring(0, 57) + "…" : text;
    }
}
