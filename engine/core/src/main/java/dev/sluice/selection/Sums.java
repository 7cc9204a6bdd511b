package dev.sluice.selection;

import dev.sluice.selection.Operand.OfReal;
import dev.sluice.selection.Operand.OfWhole;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Sums of an integer and a float64 that keep the digits of both: whole parts add in int64, then the fraction.
/// Stateless.
final class Sums {
    private static final double TWO_TO_63 = 0x1p63;

    private Sums() {}

    /// `wholeSign` times the integer plus `realSign` times the number; the signs are 1 or -1.
    static DoubleExpr of(OfWhole whole, int wholeSign, OfReal real, int realSign) {
        LongExpr a = whole.value();
        boolean unsigned = whole.unsigned();
        if (real.exact() != null && Decimals.floor(real.exact()).bitLength() < Long.SIZE) {
            BigInteger floor = Decimals.floor(real.exact());
            long below = floor.longValue();
            double fraction = real.exact().subtract(new BigDecimal(floor)).doubleValue();
            double near = real.value().value(null, 0);
            return (records, index) ->
                    sum(a.value(records, index), unsigned, wholeSign, below, fraction, near, realSign);
        }
        DoubleExpr b = real.value();
        return (records, index) -> {
            double number = b.value(records, index);
            double below = Math.floor(number);
            return sum(a.value(records, index), unsigned, wholeSign, (long) below, number - below, number, realSign);
        };
    }

    /// The sum of the parts where the whole ones are int64, else that of the float64s.
    private static double sum(
            long whole, boolean unsigned, int wholeSign, long below, double fraction, double number, int realSign) {
        boolean inInt64 = Math.abs(number) < TWO_TO_63 && !(unsigned && whole < 0);
        if (inInt64) {
            long a = wholeSign * whole;
            long b = realSign * below;
            long sum = a + b;
            boolean wrapped = ((a ^ sum) & (b ^ sum)) < 0 || wholeSign < 0 && whole == Long.MIN_VALUE;
            if (!wrapped) {
                return sum + realSign * fraction;
            }
        }
        double real = unsigned ? Arithmetic.fromUnsigned(whole) : whole;
        return wholeSign * real + realSign * number;
    }
}
