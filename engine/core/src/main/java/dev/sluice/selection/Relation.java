package dev.sluice.selection;

import java.util.Map;

/// How two numbers stand to each other, exactly: integers are never rounded to compare them with a float64. Stateless.
///
/// A NaN is unordered: of the comparisons with it, only `!=` is true.
final class Relation {
    static final int LESS = 1;
    static final int EQUAL = 2;
    static final int GREATER = 4;
    static final int UNORDERED = 8;

    /// The operators, and in which relations each is true.
    static final Map<String, Integer> OPERATORS = Map.of(
            "<",
            LESS,
            "<=",
            LESS | EQUAL,
            "==",
            EQUAL,
            "!=",
            LESS | GREATER | UNORDERED,
            ">=",
            GREATER | EQUAL,
            ">",
            GREATER);

    private static final double TWO_TO_63 = 0x1p63;
    private static final double TWO_TO_64 = 0x1p64;

    private Relation() {}

    private static int of(long a, long b) {
        return a < b ? LESS : a == b ? EQUAL : GREATER;
    }

    /// Of two integers, each an int64 or the bits of a uint64.
    static int of(long a, boolean unsignedA, long b, boolean unsignedB) {
        if (unsignedA == unsignedB) {
            return unsignedA ? of(a ^ Long.MIN_VALUE, b ^ Long.MIN_VALUE) : of(a, b);
        }
        if (unsignedA) {
            return a < 0 ? GREATER : of(a, b);
        }
        return b < 0 ? LESS : of(a, b);
    }

    /// Of an integer, an int64 or the bits of a uint64, and a float64.
    static int of(long a, boolean unsigned, double b) {
        if (Double.isNaN(b)) {
            return UNORDERED;
        }
        if (unsigned && a < 0) {
            return b >= TWO_TO_64 ? LESS : b < TWO_TO_63 ? GREATER : belowTwoTo64(a, b);
        }
        if (b >= TWO_TO_63) {
            return LESS;
        }
        if (b < -TWO_TO_63) {
            return GREATER;
        }
        long whole = (long) b;
        return a != whole ? of(a, whole) : whole < b ? LESS : whole > b ? GREATER : EQUAL;
    }

    /// From 2^63 on every float64 is an integer.
    private static int belowTwoTo64(long bits, double b) {
        return of(bits ^ Long.MIN_VALUE, (long) (b - TWO_TO_63));
    }
}
