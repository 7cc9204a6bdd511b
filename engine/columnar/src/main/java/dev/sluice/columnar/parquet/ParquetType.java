package dev.sluice.columnar.parquet;

import dev.sluice.record.FieldType;

/// How Parquet holds the elements of a field: a physical type, and what it means. Immutable.
///
/// @param physical  the number of the physical type
/// @param converted the number of the meaning in its old form; -1 without one
/// @param bytes     bytes of one value; 0 where they vary, or eight values are one byte
record ParquetType(int physical, int converted, int bytes) {
    static final int BOOLEAN = 0;
    static final int INT32 = 1;
    static final int INT64 = 2;
    static final int FLOAT = 4;
    static final int DOUBLE = 5;
    static final int BYTE_ARRAY = 6;
    static final int CONVERTED_LIST = 3;
    private static final int CONVERTED_UTF8 = 0;
    private static final int CONVERTED_UINT_8 = 11;
    private static final int CONVERTED_INT_8 = 15;

    /// The form for elements of that type.
    static ParquetType of(FieldType type) {
        boolean wide = type.size() == Long.BYTES;
        return switch (type.kind()) {
            case SIGNED, UNSIGNED ->
                new ParquetType(
                        wide ? INT64 : INT32,
                        (type.kind() == FieldType.Kind.SIGNED ? CONVERTED_INT_8 : CONVERTED_UINT_8)
                                + Integer.numberOfTrailingZeros(type.size()),
                        wide ? Long.BYTES : Integer.BYTES);
            case FLOAT -> new ParquetType(wide ? DOUBLE : FLOAT, -1, type.size());
            case BOOLEAN -> new ParquetType(BOOLEAN, -1, 0);
            case BYTES, UNICODE -> new ParquetType(BYTE_ARRAY, CONVERTED_UTF8, 0);
        };
    }

    /// Bytes that the elements of one record take at most.
    static long mostBytes(FieldType type, int elements) {
        return switch (type.kind()) {
            case SIGNED, UNSIGNED, FLOAT -> (long) Math.max(type.size(), Integer.BYTES) * elements;
            case BOOLEAN -> elements / Byte.SIZE + 1L;
            case BYTES -> (2L * type.size() + Integer.BYTES) * elements;
            case UNICODE -> ((long) type.size() + Integer.BYTES) * elements;
        };
    }
}
