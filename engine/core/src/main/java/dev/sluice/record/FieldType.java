package dev.sluice.record;

import java.util.Objects;

/// The type of one element of a field: a little-endian numpy scalar. Immutable; safe from any thread.
///
/// @param kind what the bytes mean
/// @param size bytes per element; 4 per character for [Kind#UNICODE], which numpy stores as UCS-4
public record FieldType(Kind kind, int size) {
    /// Signed 8-bit integer, `|i1`.
    public static final FieldType INT8 = new FieldType(Kind.SIGNED, 1);

    /// Signed 16-bit integer, `<i2`.
    public static final FieldType INT16 = new FieldType(Kind.SIGNED, 2);

    /// Signed 32-bit integer, `<i4`.
    public static final FieldType INT32 = new FieldType(Kind.SIGNED, 4);

    /// Signed 64-bit integer, `<i8`.
    public static final FieldType INT64 = new FieldType(Kind.SIGNED, 8);

    /// Unsigned 8-bit integer, `|u1`.
    public static final FieldType UINT8 = new FieldType(Kind.UNSIGNED, 1);

    /// Unsigned 16-bit integer, `<u2`.
    public static final FieldType UINT16 = new FieldType(Kind.UNSIGNED, 2);

    /// Unsigned 32-bit integer, `<u4`.
    public static final FieldType UINT32 = new FieldType(Kind.UNSIGNED, 4);

    /// Unsigned 64-bit integer, `<u8`.
    public static final FieldType UINT64 = new FieldType(Kind.UNSIGNED, 8);

    /// IEEE 754 single precision, `<f4`.
    public static final FieldType FLOAT32 = new FieldType(Kind.FLOAT, 4);

    /// IEEE 754 double precision, `<f8`.
    public static final FieldType FLOAT64 = new FieldType(Kind.FLOAT, 8);

    /// One byte, false if 0, `|b1`.
    public static final FieldType BOOLEAN = new FieldType(Kind.BOOLEAN, 1);

    /// What the bytes of an element mean; the letter is numpy's.
    public enum Kind {
        /// Two's complement integers of 1, 2, 4 or 8 bytes.
        SIGNED('i'),
        /// Unsigned integers of 1, 2, 4 or 8 bytes.
        UNSIGNED('u'),
        /// IEEE 754 numbers of 4 or 8 bytes.
        FLOAT('f'),
        /// One byte, false if 0.
        BOOLEAN('b'),
        /// Fixed-length bytes, padded with zeros.
        BYTES('S'),
        /// Fixed-length text, 4 bytes per character, padded with zeros.
        UNICODE('U');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /// The letter that stands for this kind in numpy's type strings.
        public char letter() {
            return letter;
        }
    }

    /// Checks that numpy has such a type and that records may hold it.
    ///
    /// @throws IllegalArgumentException if the size does not go with the kind
    public FieldType {
        Objects.requireNonNull(kind, "kind");
        if (!sizeFits(kind, size)) {
            throw new IllegalArgumentException(
                    "no field type has kind=" + kind + " with size=" + size + " bytes; use " + TypeStrings.SUPPORTED);
        }
    }

    /// Parses a numpy type string such as `<i8`, `|b1`, `?`, `i4`, `=f8`, `|S5` or `<U3`.
    ///
    /// @throws IllegalArgumentException if records cannot hold the type; the message says how to convert it
    public static FieldType parse(String typeString) {
        return TypeStrings.parse("", typeString);
    }

    /// numpy's own spelling of this type, with its byte order: `<i8`, `|i1`, `|S5`, `<U3`.
    public String typeString() {
        boolean ordered = size > 1 && kind != Kind.BYTES || kind == Kind.UNICODE;
        int number = kind == Kind.UNICODE ? size / 4 : size;
        return (ordered ? "<" : "|") + kind.letter + number;
    }

    /// The alignment in bytes that a C compiler on x86-64 or AArch64 gives this type, as `align=True` does in numpy.
    public int alignment() {
        return switch (kind) {
            case BYTES -> 1;
            case UNICODE -> 4;
            default -> size;
        };
    }

    /// True for signed and unsigned integers of any width.
    public boolean isInteger() {
        return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
    }

    /// True for both widths of floating-point numbers.
    public boolean isFloat() {
        return kind == Kind.FLOAT;
    }

    /// True for fixed-length bytes and text.
    public boolean isText() {
        return kind == Kind.BYTES || kind == Kind.UNICODE;
    }

    /// The same as [#typeString].
    @Override
    public String toString() {
        return typeString();
    }

    private static boolean sizeFits(Kind kind, int size) {
        return switch (kind) {
            case SIGNED, UNSIGNED -> size == 1 || size == 2 || size == 4 || size == 8;
            case FLOAT -> size == 4 || size == 8;
            case BOOLEAN -> size == 1;
            case BYTES -> size >= 0;
            case UNICODE -> size >= 0 && size % 4 == 0;
        };
    }
}
