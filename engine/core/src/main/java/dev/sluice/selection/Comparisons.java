package dev.sluice.selection;

import dev.sluice.selection.Operand.OfArray;
import dev.sluice.selection.Operand.OfReal;
import dev.sluice.selection.Operand.OfText;
import dev.sluice.selection.Operand.OfTextField;
import dev.sluice.selection.Operand.OfTruth;
import dev.sluice.selection.Operand.OfWhole;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Builds comparisons. Stateless. Numbers compare exactly, whatever their types; texts and conditions only as equal or
/// not.
final class Comparisons {
    private Comparisons() {}

    static Operand of(SourceText source, Token operator, Operand left, Operand right) {
        SourceSpan span = left.span().to(right.span());
        refuseArray(source, left);
        refuseArray(source, right);
        int accepted = Relation.OPERATORS.get(operator.text());
        if (Arithmetic.isNumber(left) && Arithmetic.isNumber(right)) {
            return OfTruth.computed(span, numbers(accepted, left, right));
        }
        boolean equality = operator.is("==") || operator.is("!=");
        boolean same = operator.is("==");
        if (equality && left instanceof OfTextField field && right instanceof OfText text) {
            return OfTruth.computed(span, texts(same, field, text));
        }
        if (equality && left instanceof OfText text && right instanceof OfTextField field) {
            return OfTruth.computed(span, texts(same, field, text));
        }
        if (equality && left instanceof OfTruth one && right instanceof OfTruth other) {
            BooleanExpr a = one.value();
            BooleanExpr b = other.value();
            return OfTruth.computed(
                    span, (records, index) -> (a.value(records, index) == b.value(records, index)) == same);
        }
        throw source.error(
                span,
                left.what() + " and " + right.what() + " do not compare with '" + operator.text() + "'; "
                        + advice(left, right));
    }

    private static String advice(Operand left, Operand right) {
        if (left instanceof OfTruth || right instanceof OfTruth) {
            return "a condition stands alone or after not, and compares with true and false by == and !=; write"
                    + " && and || between comparisons, or put them in parentheses";
        }
        return "texts compare with texts in quotes, by == and !=; numbers with numbers";
    }

    private static void refuseArray(SourceText source, Operand operand) {
        if (operand instanceof OfArray array) {
            throw source.error(array.span(), array.what() + " has many values; " + ArrayParts.advice(array.field()));
        }
    }

    private static BooleanExpr numbers(int accepted, Operand left, Operand right) {
        Operand one = alike(left, right);
        Operand other = alike(right, left);
        if (one instanceof OfWhole a && other instanceof OfWhole b) {
            return a.unsigned() || b.unsigned() ? unsigned(accepted, a, b) : wholes(accepted, a.value(), b.value());
        }
        if (one instanceof OfWhole whole) {
            return withReal(accepted, whole, (OfReal) other);
        }
        if (other instanceof OfWhole whole) {
            return withReal(mirrored(accepted), whole, (OfReal) one);
        }
        return reals(accepted, ((OfReal) one).value(), ((OfReal) other).value());
    }

    private static BooleanExpr withReal(int accepted, OfWhole whole, OfReal real) {
        return real.exact() == null
                ? mixed(accepted, whole, real)
                : decimal(accepted, whole, real.span(), real.exact());
    }

    /// An integer beside a literal, of which every digit counts: beside the integer below it, if it is none itself.
    private static BooleanExpr decimal(int accepted, OfWhole whole, SourceSpan span, BigDecimal exact) {
        BigInteger floor = Decimals.floor(exact);
        int always = Decimals.relationOfAll(floor);
        boolean less = (accepted & Relation.LESS) != 0;
        boolean greater = (accepted & Relation.GREATER) != 0;
        boolean isWhole = Decimals.isWhole(exact);
        if (always != 0 || !isWhole && less == greater) {
            boolean holds = always == 0 ? less : (accepted & always) != 0;
            // The integer is computed all the same: its errors are.
            LongExpr value = whole.value();
            return (records, index) -> {
                value.value(records, index);
                return holds;
            };
        }
        boolean unsigned = floor.bitLength() == Long.SIZE && floor.signum() > 0;
        OfWhole below = OfWhole.constant(span, unsigned, floor.longValue());
        int asked = isWhole ? accepted : less ? Relation.LESS | Relation.EQUAL : Relation.GREATER;
        return numbers(asked, whole, below);
    }

    /// A constant integer as float64, if it is compared with one and no digit is lost.
    private static Operand alike(Operand operand, Operand other) {
        if (other instanceof OfReal real
                && real.exact() == null
                && operand instanceof OfWhole whole
                && whole.constant()) {
            double near = Arithmetic.real(whole).value(null, 0);
            boolean exact = Relation.of(whole.value().value(null, 0), whole.unsigned(), near) == Relation.EQUAL;
            return exact ? OfReal.constant(whole.span(), near, null) : whole;
        }
        return operand;
    }

    private static BooleanExpr wholes(int accepted, LongExpr a, LongExpr b) {
        return switch (accepted) {
            case Relation.LESS -> (records, index) -> a.value(records, index) < b.value(records, index);
            case Relation.EQUAL -> (records, index) -> a.value(records, index) == b.value(records, index);
            case Relation.GREATER -> (records, index) -> a.value(records, index) > b.value(records, index);
            case Relation.LESS | Relation.EQUAL ->
                (records, index) -> a.value(records, index) <= b.value(records, index);
            case Relation.GREATER | Relation.EQUAL ->
                (records, index) -> a.value(records, index) >= b.value(records, index);
            default -> (records, index) -> a.value(records, index) != b.value(records, index);
        };
    }

    private static BooleanExpr reals(int accepted, DoubleExpr a, DoubleExpr b) {
        return switch (accepted) {
            case Relation.LESS -> (records, index) -> a.value(records, index) < b.value(records, index);
            case Relation.EQUAL -> (records, index) -> a.value(records, index) == b.value(records, index);
            case Relation.GREATER -> (records, index) -> a.value(records, index) > b.value(records, index);
            case Relation.LESS | Relation.EQUAL ->
                (records, index) -> a.value(records, index) <= b.value(records, index);
            case Relation.GREATER | Relation.EQUAL ->
                (records, index) -> a.value(records, index) >= b.value(records, index);
            default -> (records, index) -> a.value(records, index) != b.value(records, index);
        };
    }

    private static BooleanExpr unsigned(int accepted, OfWhole left, OfWhole right) {
        LongExpr a = left.value();
        LongExpr b = right.value();
        boolean unsignedA = left.unsigned();
        boolean unsignedB = right.unsigned();
        return (records, index) ->
                (accepted & Relation.of(a.value(records, index), unsignedA, b.value(records, index), unsignedB)) != 0;
    }

    private static BooleanExpr mixed(int accepted, OfWhole left, OfReal right) {
        LongExpr a = left.value();
        DoubleExpr b = right.value();
        boolean unsigned = left.unsigned();
        return (records, index) ->
                (accepted & Relation.of(a.value(records, index), unsigned, b.value(records, index))) != 0;
    }

    /// The relations that are accepted once the sides are exchanged.
    private static int mirrored(int accepted) {
        int sides = Relation.LESS | Relation.GREATER;
        boolean one = (accepted & Relation.LESS) != 0;
        boolean other = (accepted & Relation.GREATER) != 0;
        return accepted & ~sides | (one ? Relation.GREATER : 0) | (other ? Relation.LESS : 0);
    }

    private static BooleanExpr texts(boolean same, OfTextField field, OfText text) {
        int[] characters = text.text().codePoints().toArray();
        return (records, index) -> field.field().holds(records, index, field.element(), characters) == same;
    }
}
