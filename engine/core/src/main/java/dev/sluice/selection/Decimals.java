package dev.sluice.selection;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Literals with a point or an exponent, as they are written: float64 has too few digits for times of today in ns.
/// Stateless.
final class Decimals {
    /// Beyond every integer of a record; below it no power of ten is large.
    private static final double BEYOND = 0x1p66;

    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger BEYOND_UINT64 = BigInteger.ONE.shiftLeft(Long.SIZE);

    private Decimals() {}

    /// The number that these digits write; null where float64 holds all that an integer can be compared with.
    static BigDecimal of(String digits) {
        double rounded = Double.parseDouble(digits);
        if (!(Math.abs(rounded) < BEYOND)) {
            return null;
        }
        try {
            BigDecimal exact = new BigDecimal(digits);
            return rounded == 0 || Math.abs(rounded) < 1 ? small(exact) : exact;
        } catch (NumberFormatException farBelowAnyDigit) {
            return null;
        }
    }

    /// Between -1 and 1 only sign and half count: a tiny number would take a digit for each of its zeros.
    private static BigDecimal small(BigDecimal exact) {
        return exact.scale() > 400 ? BigDecimal.valueOf(exact.signum() * 0.25) : exact;
    }

    /// The greatest integer that is not above the number.
    static BigInteger floor(BigDecimal exact) {
        return exact.setScale(0, RoundingMode.FLOOR).toBigInteger();
    }

    /// Whether the number is an integer.
    static boolean isWhole(BigDecimal exact) {
        return exact.compareTo(new BigDecimal(floor(exact))) == 0;
    }

    /// How any int64 or uint64 stands to this integer, if it is neither; 0 if it is one.
    static int relationOfAll(BigInteger whole) {
        return whole.compareTo(LEAST) < 0 ? Relation.GREATER : whole.compareTo(BEYOND_UINT64) >= 0 ? Relation.LESS : 0;
    }
}
