package dev.sluice.selection;

import dev.sluice.record.BooleanField;
import dev.sluice.record.DoubleField;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.LongField;
import dev.sluice.record.NearestName;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.selection.Operand.OfArray;
import dev.sluice.selection.Operand.OfReal;
import dev.sluice.selection.Operand.OfTextField;
import dev.sluice.selection.Operand.OfTruth;
import dev.sluice.selection.Operand.OfWhole;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds the fields that an expression names, and notes which it uses. For one expression.
final class FieldOperands {
    private final SourceText source;
    private final RecordType type;
    private final Set<String> used = new TreeSet<>();

    FieldOperands(SourceText source, RecordType type) {
        this.source = source;
        this.type = type;
    }

    /// The names of the fields that were asked for.
    Set<String> used() {
        return used;
    }

    /// The field of that name as a whole; `endtime` is computed where it is no field but the type gives it.
    Operand named(Token name) {
        if (!type.has(name.text())) {
            if (name.text().equals("endtime") && TypeParts.tellsTimes(type)) {
                return endtime(name.span());
            }
            throw unknown(name);
        }
        used.add(name.text());
        Field field = type.field(name.text());
        return field.isScalar() ? element(name.span(), field, 0) : new OfArray(name.span(), field, 0, field.elements());
    }

    /// One element of an array, its dimensions counted from 0, or from the end if negative.
    Operand element(SourceSpan span, OfArray array, List<Long> indices, List<SourceSpan> places) {
        List<Integer> shape = array.field().shape();
        if (indices.size() != shape.size()) {
            throw source.error(
                    span, array.what() + " needs indices=" + shape.size() + ", but here are " + indices.size());
        }
        int flat = 0;
        for (int i = 0; i < shape.size(); i++) {
            int dimension = shape.get(i);
            long index = indices.get(i) < 0 ? indices.get(i) + dimension : indices.get(i);
            if (index < 0 || index >= dimension) {
                throw source.error(
                        places.get(i),
                        "index=" + indices.get(i) + " is outside of " + array.what() + ", which goes from " + -dimension
                                + " to " + (dimension - 1));
            }
            flat = flat * dimension + (int) index;
        }
        return element(span, array.field(), flat);
    }

    static boolean isUnsigned64(Field field) {
        return field.type().equals(FieldType.UINT64);
    }

    private Operand element(SourceSpan span, Field field, int element) {
        String what = "the field " + field.name() + (field.isScalar() ? " " : "[...] ") + field.type();
        if (field.type().isInteger()) {
            LongField handle = type.longField(field.name());
            LongExpr value = (records, index) -> handle.bits(records, index, element);
            return new OfWhole(span, what, false, isUnsigned64(field), value);
        }
        if (field.type().isFloat()) {
            DoubleField handle = type.doubleField(field.name());
            return new OfReal(span, what, false, (records, index) -> handle.get(records, index, element), null);
        }
        if (field.type().isText()) {
            return new OfTextField(span, what, type.textField(field.name()), element);
        }
        BooleanField handle = type.booleanField(field.name());
        return new OfTruth(span, what, (records, index) -> handle.get(records, index, element));
    }

    private Operand endtime(SourceSpan span) {
        RecordTimes times = type.times();
        used.addAll(TypeParts.timeFields(type));
        return new OfWhole(span, "the computed endtime <i8", false, false, times::end);
    }

    private ExpressionException unknown(Token name) {
        Set<String> known = new TreeSet<>();
        type.fields().forEach(field -> known.add(field.name()));
        if (TypeParts.tellsTimes(type)) {
            known.add("endtime");
        }
        String suggestion = name.text().equals("nan")
                ? "; a NaN equals nothing: write isnan(x)"
                : NearestName.suggestion(name.text(), known);
        return source.error(
                name.span(),
                "no field '" + name.text() + "'"
                        + NearestName.followed(
                                suggestion,
                                "there are: "
                                        + String.join(
                                                ", ",
                                                type.fields().stream()
                                                        .map(Field::toString)
                                                        .toList())));
    }
}
