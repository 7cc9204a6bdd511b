package dev.sluice.selection;

import dev.sluice.selection.Operand.OfArray;
import dev.sluice.selection.Operand.OfReal;
import dev.sluice.selection.Operand.OfTruth;
import dev.sluice.selection.Operand.OfWhole;
import java.math.BigDecimal;

/// Builds the arithmetic of expressions: exact in int64 for integers, float64 as soon as one side is. Stateless.
///
/// The sum of an integer and a float64 rounds after the sum, not the integer before it: `time - t0 > 0.5` sees each ns.
///
/// An integer result that leaves int64, a uint64 above it and a remainder by the integer 0 are errors
/// ([ArithmeticException]), not wrapped values. `/` is the float64 quotient; `%` has the sign of its right side, as in
/// Python.
final class Arithmetic {
    private static final String ABOVE = " of a <u8 field is above int64; compare it without arithmetic";

    private Arithmetic() {}

    static Operand binary(SourceText source, Token operator, Operand left, Operand right) {
        requireNumber(source, operator, left);
        requireNumber(source, operator, right);
        SourceSpan span = left.span().to(right.span());
        boolean whole = left instanceof OfWhole && right instanceof OfWhole;
        if (whole && !operator.is("/")) {
            return folded(source, wholes(operator, span, signed(left), signed(right)), left, right);
        }
        Operand sum = withFraction(operator, span, left, right);
        Operand computed = sum == null ? reals(operator, span, real(left), real(right)) : sum;
        return exactly(operator, folded(source, computed, left, right), left, right);
    }

    /// The sum or difference of an integer and a float64, which keeps all digits of the integer: it is split at the
    /// point; null for what is none.
    private static Operand withFraction(Token operator, SourceSpan span, Operand left, Operand right) {
        boolean minus = operator.is("-");
        if (!minus && !operator.is("+")) {
            return null;
        }
        if (left instanceof OfWhole whole && right instanceof OfReal real) {
            return OfReal.computed(span, Sums.of(whole, 1, real, minus ? -1 : 1));
        }
        return right instanceof OfWhole whole && left instanceof OfReal real
                ? OfReal.computed(span, Sums.of(whole, minus ? -1 : 1, real, 1))
                : null;
    }

    /// A constant computed from literals, with all their digits.
    private static Operand exactly(Token operator, Operand computed, Operand left, Operand right) {
        BigDecimal a = exact(left);
        BigDecimal b = exact(right);
        if (a == null || b == null || !(computed instanceof OfReal real) || !real.constant()) {
            return computed;
        }
        BigDecimal exact = switch (operator.text()) {
            case "+" -> a.add(b);
            case "-" -> a.subtract(b);
            case "*" -> a.multiply(b);
            default -> null;
        };
        boolean small = exact != null && exact.abs().doubleValue() < 0x1p66;
        return small ? OfReal.constant(computed.span(), exact.doubleValue(), exact) : computed;
    }

    private static BigDecimal exact(Operand operand) {
        if (operand instanceof OfReal real) {
            return real.exact();
        }
        OfWhole whole = (OfWhole) operand;
        if (!whole.constant()) {
            return null;
        }
        long bits = whole.value().value(null, 0);
        return new BigDecimal(whole.unsigned() ? Long.toUnsignedString(bits) : Long.toString(bits));
    }

    static Operand negated(SourceText source, Token operator, Operand value) {
        requireNumber(source, operator, value);
        SourceSpan span = operator.span().to(value.span());
        if (value instanceof OfReal real) {
            DoubleExpr of = real.value();
            return real.exact() == null
                    ? folded(source, OfReal.computed(span, (records, index) -> -of.value(records, index)), value)
                    : OfReal.constant(span, -of.value(null, 0), real.exact().negate());
        }
        OfWhole whole = (OfWhole) value;
        if (whole.constant() && whole.unsigned() && whole.value().value(null, 0) == Long.MIN_VALUE) {
            return OfWhole.constant(span, false, Long.MIN_VALUE);
        }
        LongExpr of = signed(whole);
        return folded(
                source,
                OfWhole.computed(span, false, (records, index) -> Math.negateExact(of.value(records, index))),
                value);
    }

    /// `&`, `|` and `~` of integers, on their bits.
    static Operand bits(SourceText source, Token operator, Operand left, Operand right) {
        LongExpr a = ((OfWhole) left).value();
        LongExpr b = ((OfWhole) right).value();
        LongExpr value = operator.is("&")
                ? (records, index) -> a.value(records, index) & b.value(records, index)
                : (records, index) -> a.value(records, index) | b.value(records, index);
        boolean unsigned = ((OfWhole) left).unsigned() || ((OfWhole) right).unsigned();
        return folded(source, OfWhole.computed(left.span().to(right.span()), unsigned, value), left, right);
    }

    static Operand complement(SourceText source, SourceSpan span, OfWhole operand) {
        LongExpr of = operand.value();
        LongExpr value = (records, index) -> ~of.value(records, index);
        return folded(source, OfWhole.computed(span, operand.unsigned(), value), operand);
    }

    static Operand absolute(SourceText source, SourceSpan span, Operand operand) {
        if (operand instanceof OfReal real) {
            DoubleExpr of = real.value();
            return folded(source, OfReal.computed(span, (records, index) -> Math.abs(of.value(records, index))), real);
        }
        OfWhole whole = (OfWhole) operand;
        LongExpr of = whole.value();
        LongExpr value = whole.unsigned() ? of : (records, index) -> Math.absExact(of.value(records, index));
        return folded(source, OfWhole.computed(span, whole.unsigned(), value), operand);
    }

    /// The value as float64: integers are rounded to the nearest.
    static DoubleExpr real(Operand operand) {
        if (operand instanceof OfReal real) {
            return real.value();
        }
        OfWhole whole = (OfWhole) operand;
        LongExpr of = whole.value();
        return whole.unsigned()
                ? (records, index) -> fromUnsigned(of.value(records, index))
                : (records, index) -> of.value(records, index);
    }

    static boolean isNumber(Operand operand) {
        return operand instanceof OfWhole || operand instanceof OfReal;
    }

    static void requireNumber(SourceText source, Token user, Operand operand) {
        if (!isNumber(operand)) {
            String advice = operand instanceof OfArray array
                    ? "; " + ArrayParts.advice(array.field())
                    : operand instanceof OfTruth
                            ? "; a condition is no number: combine conditions with and, or, not"
                            : "; texts can only be compared with == and != or looked up with in (...)";
            throw source.error(operand.span(), user.shown() + " needs numbers, but this is " + operand.what() + advice);
        }
    }

    private static LongExpr signed(Operand operand) {
        OfWhole whole = (OfWhole) operand;
        LongExpr of = whole.value();
        return whole.unsigned() ? (records, index) -> inInt64(of.value(records, index)) : of;
    }

    static long inInt64(long bits) {
        if (bits < 0) {
            throw new ArithmeticException("value=" + Long.toUnsignedString(bits) + ABOVE);
        }
        return bits;
    }

    /// The lowest bit is kept sticky under the shift, so that the sum rounds once, to nearest even.
    static double fromUnsigned(long bits) {
        return bits < 0 ? 2.0 * (bits >>> 1 | bits & 1) : bits;
    }

    private static Operand wholes(Token operator, SourceSpan span, LongExpr a, LongExpr b) {
        LongExpr value = switch (operator.text()) {
            case "+" -> (records, index) -> Math.addExact(a.value(records, index), b.value(records, index));
            case "-" -> (records, index) -> Math.subtractExact(a.value(records, index), b.value(records, index));
            case "*" -> (records, index) -> Math.multiplyExact(a.value(records, index), b.value(records, index));
            default -> (records, index) -> remainder(a.value(records, index), b.value(records, index));
        };
        return OfWhole.computed(span, false, value);
    }

    private static Operand reals(Token operator, SourceSpan span, DoubleExpr a, DoubleExpr b) {
        DoubleExpr value = switch (operator.text()) {
            case "+" -> (records, index) -> a.value(records, index) + b.value(records, index);
            case "-" -> (records, index) -> a.value(records, index) - b.value(records, index);
            case "*" -> (records, index) -> a.value(records, index) * b.value(records, index);
            case "/" -> (records, index) -> a.value(records, index) / b.value(records, index);
            default -> (records, index) -> remainder(a.value(records, index), b.value(records, index));
        };
        return OfReal.computed(span, value);
    }

    private static long remainder(long a, long b) {
        if (b == 0) {
            throw new ArithmeticException(
                    "the remainder of " + a + " % 0 does not exist; test the divisor first: n != 0 and ...");
        }
        return Math.floorMod(a, b);
    }

    private static double remainder(double a, double b) {
        double remainder = a % b;
        if (remainder == 0) {
            return Math.copySign(0.0, b);
        }
        return remainder < 0 != b < 0 ? remainder + b : remainder;
    }

    /// The constant that the computation gives, if it is one of constants only.
    private static Operand folded(SourceText source, Operand computed, Operand... parts) {
        for (Operand part : parts) {
            boolean constant = part instanceof OfWhole whole ? whole.constant() : ((OfReal) part).constant();
            if (!constant) {
                return computed;
            }
        }
        try {
            return computed instanceof OfWhole whole
                    ? OfWhole.constant(
                            whole.span(), whole.unsigned(), whole.value().value(null, 0))
                    : OfReal.constant(
                            computed.span(), ((OfReal) computed).value().value(null, 0), null);
        } catch (ArithmeticException e) {
            throw source.error(computed.span(), e.getMessage() + "; write it as float, with a point");
        }
    }
}
