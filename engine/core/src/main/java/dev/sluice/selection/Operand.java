package dev.sluice.selection;

import dev.sluice.record.Field;
import dev.sluice.record.TextField;
import java.math.BigDecimal;

/// A part of an expression: where it stands, what errors call it, and how it is computed. Immutable.
sealed interface Operand {
    SourceSpan span();

    /// What it is, with its type, as errors say it.
    String what();

    /// An integer: int64, or uint64 as its bits.
    record OfWhole(SourceSpan span, String what, boolean constant, boolean unsigned, LongExpr value)
            implements Operand {
        static OfWhole computed(SourceSpan span, boolean unsigned, LongExpr value) {
            return new OfWhole(span, unsigned ? "an integer of <u8" : "an integer", false, unsigned, value);
        }

        static OfWhole constant(SourceSpan span, boolean unsigned, long value) {
            String what = "the integer " + (unsigned ? Long.toUnsignedString(value) : Long.toString(value));
            return new OfWhole(span, what, true, unsigned, (records, index) -> value);
        }
    }

    /// A float64; a literal also has the number that is written, which float64 may not hold, else `exact` is null.
    record OfReal(SourceSpan span, String what, boolean constant, DoubleExpr value, BigDecimal exact)
            implements Operand {
        static OfReal computed(SourceSpan span, DoubleExpr value) {
            return new OfReal(span, "a number of <f8", false, value, null);
        }

        static OfReal constant(SourceSpan span, double value, BigDecimal exact) {
            return new OfReal(span, "the number " + value, true, (records, index) -> value, exact);
        }
    }

    /// A condition.
    record OfTruth(SourceSpan span, String what, BooleanExpr value) implements Operand {
        static OfTruth computed(SourceSpan span, BooleanExpr value) {
            return new OfTruth(span, "a condition", value);
        }
    }

    /// A text in quotes.
    record OfText(SourceSpan span, String text) implements Operand {
        @Override
        public String what() {
            return "the text '" + text + "'";
        }
    }

    /// An element of a field of text.
    record OfTextField(SourceSpan span, String what, TextField field, int element) implements Operand {}

    /// Elements `from` to `to` (exclusive) of a field that holds several.
    record OfArray(SourceSpan span, Field field, int from, int to) implements Operand {
        @Override
        public String what() {
            return "the array " + field;
        }
    }
}
