package dev.sluice.selection;

import dev.sluice.selection.Operand.OfReal;
import dev.sluice.selection.Operand.OfText;
import dev.sluice.selection.Operand.OfTextField;
import dev.sluice.selection.Operand.OfTruth;
import dev.sluice.selection.Operand.OfWhole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/// Builds `x in (a, b, ...)`: true if `x == a or x == b ...` is. Stateless. The list holds constants and is searched in
/// order of its logarithm, or at once if its integers lie close together.
final class InList {
    /// Lists of channels are narrower; the marks of the widest take a kilobyte.
    private static final long WIDEST = 8192;

    private InList() {}

    static Operand of(SourceText source, SourceSpan span, boolean wanted, Operand value, List<Operand> list) {
        BooleanExpr found = search(source, value, list);
        return OfTruth.computed(span, wanted ? found : (records, index) -> !found.value(records, index));
    }

    private static BooleanExpr search(SourceText source, Operand value, List<Operand> list) {
        for (Operand element : list) {
            requireKin(source, value, element);
        }
        if (value instanceof OfTextField field) {
            return texts(field, list);
        }
        if (value instanceof OfWhole whole) {
            return wholes(whole, list);
        }
        double[] sorted = list.stream().flatMapToDouble(InList::real).sorted().toArray();
        DoubleExpr of = ((OfReal) value).value();
        // Adding 0.0 makes -0.0 the 0.0 that the search distinguishes from it.
        return (records, index) -> Arrays.binarySearch(sorted, of.value(records, index) + 0.0) >= 0;
    }

    private static void requireKin(SourceText source, Operand value, Operand element) {
        boolean constant = element instanceof OfText
                || element instanceof OfWhole whole && whole.constant()
                || element instanceof OfReal real && real.constant();
        if (!constant) {
            throw source.error(
                    element.span(),
                    "the list after 'in' holds constants, but this is " + element.what() + "; write == and || instead");
        }
        boolean kin = value instanceof OfTextField
                ? element instanceof OfText
                : Arithmetic.isNumber(value) && Arithmetic.isNumber(element);
        if (!kin) {
            SourceSpan span =
                    Arithmetic.isNumber(value) || value instanceof OfTextField ? element.span() : value.span();
            throw source.error(
                    span,
                    value.what() + " cannot be found among " + element.what()
                            + "; look for a number among numbers, or for a field of text among texts in quotes");
        }
    }

    private static BooleanExpr texts(OfTextField field, List<Operand> list) {
        int[][] texts = list.stream()
                .map(text -> ((OfText) text).text().codePoints().toArray())
                .toArray(int[][]::new);
        return (records, index) -> {
            for (int[] text : texts) {
                if (field.field().holds(records, index, field.element(), text)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static BooleanExpr wholes(OfWhole value, List<Operand> list) {
        boolean unsigned = value.unsigned();
        long[] sorted = list.stream()
                .flatMapToLong(element -> whole(element, unsigned))
                .sorted()
                .toArray();
        LongExpr of = value.value();
        boolean narrow = sorted.length > 0 && Long.compareUnsigned(sorted[sorted.length - 1] - sorted[0], WIDEST) < 0;
        return narrow
                ? marked(of, sorted)
                : (records, index) -> Arrays.binarySearch(sorted, of.value(records, index)) >= 0;
    }

    /// Looked up as one bit per integer between the least and the greatest: no branch to mispredict.
    private static BooleanExpr marked(LongExpr of, long[] sorted) {
        long least = sorted[0];
        int width = (int) (sorted[sorted.length - 1] - least) + 1;
        long[] marks = new long[(width + Long.SIZE - 1) / Long.SIZE];
        for (long value : sorted) {
            int bit = (int) (value - least);
            marks[bit / Long.SIZE] |= 1L << bit;
        }
        return (records, index) -> {
            long bit = of.value(records, index) - least;
            return bit >= 0 && bit < width && (marks[(int) (bit >>> 6)] >>> bit & 1) != 0;
        };
    }

    /// The int64, or the bits of the uint64, that equals the constant; none if there is no such integer.
    private static LongStream whole(Operand element, boolean unsigned) {
        if (element instanceof OfWhole constant) {
            long value = constant.value().value(null, 0);
            return value < 0 && constant.unsigned() != unsigned ? LongStream.empty() : LongStream.of(value);
        }
        BigDecimal exact = ((OfReal) element).exact();
        if (exact != null) {
            BigInteger floor = Decimals.floor(exact);
            boolean fits = Decimals.isWhole(exact)
                    && (unsigned
                            ? floor.signum() >= 0 && floor.bitLength() <= Long.SIZE
                            : floor.bitLength() < Long.SIZE);
            return fits ? LongStream.of(floor.longValue()) : LongStream.empty();
        }
        double real = ((OfReal) element).value().value(null, 0);
        long value = unsigned && real >= 0x1p63 ? (long) (real - 0x1p63) ^ Long.MIN_VALUE : (long) real;
        boolean representable = !(value < 0 && unsigned && real < 0x1p63);
        boolean equal = representable && Relation.of(value, unsigned, real) == Relation.EQUAL;
        return equal ? LongStream.of(value) : LongStream.empty();
    }

    /// The float64 that equals the constant; none if there is no such float64.
    private static DoubleStream real(Operand element) {
        double value = Arithmetic.real(element).value(null, 0) + 0.0;
        boolean exact = !(element instanceof OfWhole whole)
                || Relation.of(whole.value().value(null, 0), whole.unsigned(), value) == Relation.EQUAL;
        return exact ? DoubleStream.of(value) : DoubleStream.empty();
    }
}
