package dev.sluice.selection;

import dev.sluice.record.NearestName;
import dev.sluice.record.RecordType;
import dev.sluice.selection.Operand.OfArray;
import dev.sluice.selection.Operand.OfReal;
import dev.sluice.selection.Operand.OfTruth;
import java.util.List;

/// Builds the calls of functions. Stateless.
final class Functions {
    private static final List<String> OF_NUMBERS = List.of("abs", "isnan", "isfinite");
    private static final List<String> OF_ARRAYS = List.of("min", "max", "sum", "len");

    private Functions() {}

    static void requireKnown(SourceText source, Token name) {
        if (!OF_NUMBERS.contains(name.text()) && !OF_ARRAYS.contains(name.text())) {
            List<String> known = List.of("abs", "isnan", "isfinite", "min", "max", "sum", "len");
            throw source.error(
                    name.span(),
                    "no function " + name.shown()
                            + NearestName.suggestion(name.text(), known, "there are: " + String.join(", ", known)));
        }
    }

    static Operand apply(SourceText source, RecordType type, Token name, SourceSpan span, Operand argument) {
        if (OF_ARRAYS.contains(name.text())) {
            if (argument instanceof OfArray array) {
                return ArrayParts.apply(source, type, name, span, array);
            }
            throw source.error(
                    argument.span(),
                    name.shown() + " takes a field with several values, but this is " + argument.what()
                            + "; name the field alone, or a part of it such as wave[40:90]");
        }
        Arithmetic.requireNumber(source, name, argument);
        if (name.is("abs")) {
            return Arithmetic.absolute(source, span, argument);
        }
        boolean finite = name.is("isfinite");
        if (!(argument instanceof OfReal real)) {
            return OfTruth.computed(span, (records, index) -> finite);
        }
        DoubleExpr value = real.value();
        return OfTruth.computed(
                span,
                finite
                        ? (records, index) -> Double.isFinite(value.value(records, index))
                        : (records, index) -> Double.isNaN(value.value(records, index)));
    }
}
