package dev.sluice.selection;

import dev.sluice.selection.Operand.OfArray;
import dev.sluice.selection.Operand.OfTruth;
import dev.sluice.selection.Operand.OfWhole;
import java.util.List;

/// Builds what joins conditions. Stateless. Conditions are looked at from the left, and no further than it takes.
final class Logic {
    private static final String TIGHT =
            "'&' and '|' bind tighter than comparisons: put each comparison in parentheses, or write && and ||";

    private Logic() {}

    static BooleanExpr truth(SourceText source, Operand operand) {
        if (operand instanceof OfTruth truth) {
            return truth.value();
        }
        String advice = operand instanceof OfArray array
                ? ArrayParts.advice(array.field())
                : Arithmetic.isNumber(operand)
                        ? "compare it with something, for instance " + source.at(operand.span()) + " != 0"
                        : "compare it with a text in quotes";
        throw source.error(operand.span(), "here a condition is needed, but this is " + operand.what() + "; " + advice);
    }

    static Operand any(SourceText source, List<Operand> parts) {
        BooleanExpr[] truths = truths(source, parts);
        BooleanExpr first = truths[0];
        BooleanExpr second = truths[1];
        if (truths.length == 2) {
            return OfTruth.computed(
                    span(parts), (records, index) -> first.value(records, index) || second.value(records, index));
        }
        return OfTruth.computed(span(parts), (records, index) -> {
            for (BooleanExpr truth : truths) {
                if (truth.value(records, index)) {
                    return true;
                }
            }
            return false;
        });
    }

    static Operand all(SourceText source, List<Operand> parts) {
        BooleanExpr[] truths = truths(source, parts);
        BooleanExpr first = truths[0];
        BooleanExpr second = truths[1];
        if (truths.length == 2) {
            return OfTruth.computed(
                    span(parts), (records, index) -> first.value(records, index) && second.value(records, index));
        }
        return OfTruth.computed(span(parts), (records, index) -> {
            for (BooleanExpr truth : truths) {
                if (!truth.value(records, index)) {
                    return false;
                }
            }
            return true;
        });
    }

    static Operand not(SourceText source, Token operator, Operand operand) {
        BooleanExpr truth = truth(source, operand);
        SourceSpan span = operator.span().to(operand.span());
        return OfTruth.computed(span, (records, index) -> !truth.value(records, index));
    }

    /// `&` and `|`: of conditions, or of the bits of integers.
    static Operand tight(SourceText source, Token operator, Operand left, Operand right) {
        if (left instanceof OfTruth && right instanceof OfTruth) {
            List<Operand> parts = List.of(left, right);
            return operator.is("&") ? all(source, parts) : any(source, parts);
        }
        if (left instanceof OfWhole && right instanceof OfWhole) {
            return Arithmetic.bits(source, operator, left, right);
        }
        throw source.error(
                left.span().to(right.span()),
                "'" + operator.text() + "' joins two conditions or two integers, but here are " + left.what() + " and "
                        + right.what() + "; " + TIGHT);
    }

    static Operand tilde(SourceText source, Token operator, Operand operand) {
        return operand instanceof OfWhole whole
                ? Arithmetic.complement(source, operator.span().to(operand.span()), whole)
                : not(source, operator, operand);
    }

    /// What to say where a comparison follows a comparison.
    static ExpressionException chained(SourceText source, Token second, SourceSpan first) {
        String text = source.at(first);
        boolean tight = text.matches(".*(?<!&)&(?!&).*|.*(?<!\\|)\\|(?!\\|).*");
        return source.error(
                second.span(),
                "comparisons do not chain; write each on its own and join them: a < b && b < c"
                        + (tight ? "; " + TIGHT : ""));
    }

    private static BooleanExpr[] truths(SourceText source, List<Operand> parts) {
        return parts.stream().map(part -> truth(source, part)).toArray(BooleanExpr[]::new);
    }

    private static SourceSpan span(List<Operand> parts) {
        return parts.get(0).span().to(parts.get(parts.size() - 1).span());
    }
}
