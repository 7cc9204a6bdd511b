package dev.sluice.selection;

import dev.sluice.record.BooleanField;
import dev.sluice.record.DoubleField;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType.Kind;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.selection.Operand.OfArray;
import dev.sluice.selection.Operand.OfReal;
import dev.sluice.selection.Operand.OfWhole;

/// Builds the functions that make one value of a field of many: `min`, `max`, `sum`, `len`. Stateless.
///
/// Integers are exact; a sum that leaves int64 is an [ArithmeticException]. A sum of floats adds in float64 from the
/// first element to the last; `min` and `max` of elements with a NaN among them are NaN, as in numpy.
final class ArrayParts {
    private ArrayParts() {}

    /// What to write instead of the bare name of an array.
    static String advice(Field field) {
        String name = field.name();
        String element = field.shape().size() > 1 ? name + "[0,0]" : name + "[0]";
        return "write " + element + " for one element, or min(" + name + "), max(" + name + "), sum(" + name + "), len("
                + name + ")";
    }

    static Operand apply(SourceText source, RecordType type, Token function, SourceSpan span, OfArray array) {
        int from = array.from();
        int to = array.to();
        if (function.is("len")) {
            return OfWhole.constant(span, false, to - from);
        }
        Kind kind = array.field().type().kind();
        if (from == to && !function.is("sum")) {
            throw source.error(array.span(), function.shown() + " of no elements does not exist; widen the range");
        }
        if (kind == Kind.FLOAT) {
            return reals(function, span, type.doubleField(array.field().name()), from, to);
        }
        if (array.field().type().isInteger()) {
            return wholes(function, span, type.longField(array.field().name()), from, to);
        }
        if (kind == Kind.BOOLEAN && function.is("sum")) {
            return truths(span, type.booleanField(array.field().name()), from, to);
        }
        throw source.error(
                array.span(),
                function.shown() + " does not go with " + array.what()
                        + (kind == Kind.BOOLEAN
                                ? "; write sum(...) > 0 for any, sum(...) == len(...) for all"
                                : "; texts are compared one by one: name[0] == 'abc'"));
    }

    private static Operand reals(Token function, SourceSpan span, DoubleField field, int from, int to) {
        DoubleExpr value = switch (function.text()) {
            case "sum" ->
                (records, index) -> {
                    double sum = 0;
                    for (int i = from; i < to; i++) {
                        sum += field.get(records, index, i);
                    }
                    return sum;
                };
            case "min" ->
                (records, index) -> {
                    double least = field.get(records, index, from);
                    for (int i = from + 1; i < to; i++) {
                        least = Math.min(least, field.get(records, index, i));
                    }
                    return least;
                };
            default ->
                (records, index) -> {
                    double greatest = field.get(records, index, from);
                    for (int i = from + 1; i < to; i++) {
                        greatest = Math.max(greatest, field.get(records, index, i));
                    }
                    return greatest;
                };
        };
        return OfReal.computed(span, value);
    }

    private static Operand wholes(Token function, SourceSpan span, LongField field, int from, int to) {
        boolean unsigned = FieldOperands.isUnsigned64(field.field());
        // Flipping the top bit makes the order of int64 that of uint64.
        long flip = unsigned ? Long.MIN_VALUE : 0;
        return switch (function.text()) {
            case "sum" ->
                OfWhole.computed(span, false, (records, index) -> {
                    long sum = 0;
                    for (int i = from; i < to; i++) {
                        long element = field.bits(records, index, i);
                        sum = Math.addExact(sum, unsigned ? Arithmetic.inInt64(element) : element);
                    }
                    return sum;
                });
            case "min" ->
                OfWhole.computed(span, unsigned, (records, index) -> {
                    long least = Long.MAX_VALUE;
                    for (int i = from; i < to; i++) {
                        least = Math.min(least, field.bits(records, index, i) ^ flip);
                    }
                    return least ^ flip;
                });
            default ->
                OfWhole.computed(span, unsigned, (records, index) -> {
                    long greatest = Long.MIN_VALUE;
                    for (int i = from; i < to; i++) {
                        greatest = Math.max(greatest, field.bits(records, index, i) ^ flip);
                    }
                    return greatest ^ flip;
                });
        };
    }

    private static Operand truths(SourceSpan span, BooleanField field, int from, int to) {
        return OfWhole.computed(span, false, (records, index) -> {
            long sum = 0;
            for (int i = from; i < to; i++) {
                sum += field.get(records, index, i) ? 1 : 0;
            }
            return sum;
        });
    }
}
