package dev.sluice.record;

import dev.sluice.record.FieldType.Kind;
import java.util.Objects;

/// Parses numpy's type strings, and explains those that records do not hold. Stateless.
final class TypeStrings {
    static final String SUPPORTED = "i1 i2 i4 i8 u1 u2 u4 u8 f4 f8 b1 S<n> U<n>";

    private TypeStrings() {}

    /// @param fieldName for messages; empty if there is none
    static FieldType parse(String fieldName, String typeString) {
        Objects.requireNonNull(typeString, "typeString");
        String who = fieldName.isEmpty() ? "type '" + typeString + "'" : "field '" + fieldName + "'";
        if (typeString.isEmpty()) {
            throw new IllegalArgumentException(who + " has an empty type string; use one of " + SUPPORTED);
        }
        char order = typeString.charAt(0);
        boolean ordered = "<>|=".indexOf(order) >= 0;
        String code = ordered ? typeString.substring(1) : typeString;
        if (code.equals("?")) {
            return FieldType.BOOLEAN;
        }
        FieldType type = typeOf(fieldName, who, typeString, code);
        boolean bytesHaveOrder = type.alignment() > 1;
        if (order == '>' && bytesHaveOrder) {
            throw new IllegalArgumentException(
                    who + " is big-endian (" + typeString + "); convert with arr.astype(arr.dtype.newbyteorder('<'))");
        }
        return type;
    }

    private static FieldType typeOf(String fieldName, String who, String typeString, String code) {
        Kind kind = code.isEmpty() ? null : kindOf(code.charAt(0));
        long number = kind == null ? -1 : numberOf(code);
        if (number < 0) {
            throw new IllegalArgumentException(said(who, typeString) + ": " + reason(fieldName, code));
        }
        long size = kind == Kind.UNICODE ? 4 * number : number;
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(said(who, typeString) + ": size=" + size + " bytes, above the limit of "
                    + Integer.MAX_VALUE + "; shorten it");
        }
        try {
            return new FieldType(kind, (int) size);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(said(who, typeString) + ": " + reason(fieldName, code), e);
        }
    }

    private static String said(String who, String typeString) {
        return who.startsWith("type ") ? who : who + " has type " + typeString;
    }

    private static Kind kindOf(char letter) {
        for (Kind kind : Kind.values()) {
            if (kind.letter() == letter) {
                return kind;
            }
        }
        return null;
    }

    private static long numberOf(String code) {
        long number = 0;
        if (code.length() < 2 || code.length() > 11) {
            return -1;
        }
        for (int i = 1; i < code.length(); i++) {
            char digit = code.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = 10 * number + (digit - '0');
        }
        return number;
    }

    private static String reason(String field, String code) {
        if (code.startsWith("O")) {
            return "Python objects have no fixed layout; store numbers or fixed text (S<n>, U<n>)";
        }
        if (code.equals("f2")) {
            return "half-precision floats are not supported; convert with " + NumpyConversion.of(field, "<f4");
        }
        if (code.equals("f16") || code.equals("f12")) {
            return "extended-precision floats are not portable; convert with " + NumpyConversion.of(field, "<f8");
        }
        if (code.startsWith("c")) {
            return "complex numbers are not supported; store two fields, real and imaginary";
        }
        if (code.startsWith("M") || code.startsWith("m")) {
            return "datetimes are not supported; convert to whole ns with " + NumpyConversion.ofDatetime(field, code);
        }
        if (code.startsWith("V")) {
            return "raw void fields are not supported; use |u1 with a shape, or a gap without a name";
        }
        return "not a type that records hold; use one of " + SUPPORTED;
    }
}
