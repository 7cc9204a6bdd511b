package dev.sluice.store;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Python's text of a float: the fewest digits that read back as the same number, such as `0.1`, `1e-09`, `100000.0`.
///
/// Stateless; safe from any thread. Java finds the same digits, but never fewer than two, and sets exponents otherwise.
final class PythonFloat {
    /// Where Python changes to an exponent: below 1e-4, and from 1e16 on.
    private static final int LEAST_PLAIN = -4;

    private static final int FIRST_BEYOND_PLAIN = 16;

    private PythonFloat() {}

    /// The text that `json.dumps` gives: `repr` for finite numbers, else `NaN`, `Infinity` or `-Infinity`.
    static String text(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        String sign = value < 0 ? "-" : "";
        return sign
                + (exponent < LEAST_PLAIN || exponent >= FIRST_BEYOND_PLAIN
                        ? scientific(digits, exponent)
                        : plain(digits, exponent));
    }

    /// The decimal with the fewest digits that reads as `value`; of several, the one nearest to it.
    private static BigDecimal shortest(double value) {
        BigDecimal found = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (found.precision() != 2) {
            return found;
        }
        BigDecimal exact = new BigDecimal(value);
        int places = found.scale() - 1;
        BigDecimal below = exact.setScale(places, RoundingMode.DOWN);
        BigDecimal above = exact.setScale(places, RoundingMode.UP);
        boolean fromBelow = below.doubleValue() == value;
        boolean fromAbove = above.doubleValue() == value;
        if (!fromBelow && !fromAbove) {
            return found;
        }
        boolean nearerBelow = exact.subtract(below).compareTo(above.subtract(exact)) < 0;
        return (fromBelow && (nearerBelow || !fromAbove) ? below : above).stripTrailingZeros();
    }

    private static String scientific(String digits, int exponent) {
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : Integer.toString(Math.abs(exponent));
        return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }

    private static String plain(String digits, int exponent) {
        if (exponent < 0) {
            return "0." + "0".repeat(-exponent - 1) + digits;
        }
        int whole = exponent + 1;
        return digits.length() <= whole
                ? digits + "0".repeat(whole - digits.length()) + ".0"
                : digits.substring(0, whole) + "." + digits.substring(whole);
    }
}
