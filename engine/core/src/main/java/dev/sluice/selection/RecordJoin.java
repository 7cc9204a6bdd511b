package dev.sluice.selection;

import dev.sluice.record.ColumnCopy;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes.EndRule;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.TimeResolution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Types of data of the same kind (one row each for the same things), joined column by column. Immutable; safe from any
/// thread.
///
/// The joined type has the fields of every type, packed, in the order in which the types are given; a field that
/// several types have comes once, with the type and the values of the first that has it. The records of the inputs
/// must agree in number and, row by row, in `time`.
public final class RecordJoin {
    private final List<String> dataTypes;
    private final List<RecordType> inputs;
    private final RecordType type;
    private final ColumnCopy[] copies;
    private final LongField[] times;

    private RecordJoin(List<String> dataTypes, List<RecordType> inputs, RecordType type, List<List<String>> taken) {
        this.dataTypes = dataTypes;
        this.inputs = inputs;
        this.type = type;
        this.copies = new ColumnCopy[inputs.size()];
        this.times = new LongField[inputs.size()];
        for (int k = 0; k < copies.length; k++) {
            copies[k] = ColumnCopy.of(inputs.get(k), type, taken.get(k));
            times[k] = inputs.get(k).longField("time");
        }
    }

    /// The join of types of data, by their names, in the order of the map: that of the dependencies.
    ///
    /// @throws IllegalArgumentException if there is none, a type has no times, two types have a field of the same name
    ///         but not of the same element type and shape, or they count time in different units
    public static RecordJoin of(SequencedMap<String, RecordType> types) {
        if (types.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to join: types=0; give at least one type of data");
        }
        List<String> dataTypes = List.copyOf(types.keySet());
        List<RecordType> inputs = List.copyOf(types.values());
        Map<String, Integer> owners = new LinkedHashMap<>();
        List<Field> fields = new ArrayList<>();
        List<List<String>> taken = new ArrayList<>();
        for (int k = 0; k < inputs.size(); k++) {
            requireTimes(dataTypes, inputs, k);
            taken.add(new ArrayList<>());
            for (Field field : inputs.get(k).fields()) {
                Integer owner = owners.putIfAbsent(field.name(), k);
                if (owner == null) {
                    fields.add(field);
                    taken.get(k).add(field.name());
                } else {
                    requireSame(dataTypes.get(owner), inputs.get(owner).field(field.name()), dataTypes.get(k), field);
                }
            }
        }
        return new RecordJoin(dataTypes, inputs, joined(dataTypes, inputs, fields), taken);
    }

    /// The joined type. Disjoint if all inputs are.
    public RecordType type() {
        return type;
    }

    /// The names of the types of data, in the order of the inputs.
    public List<String> dataTypes() {
        return dataTypes;
    }

    /// Writes row `i` of every input, in the order of the types, into record `i` of `target`. Allocates nothing; all
    /// memory belongs to the caller, and the target must not share it with an input.
    ///
    /// @throws IllegalArgumentException before anything is written, if the numbers of rows or two times of a row
    ///         differ (the message names both types of data), or records are not of the types of this join
    public void join(Records[] rows, Records target) {
        if (rows.length != copies.length) {
            throw new IllegalArgumentException("inputs=" + rows.length + " where the join is of types=" + copies.length
                    + " " + dataTypes + "; give the records of each, in this order");
        }
        for (int k = 1; k < rows.length; k++) {
            requireSameRows(rows, k);
        }
        if (target.count() != rows[0].count()) {
            throw new IllegalArgumentException("the target has count=" + target.count() + " records for rows="
                    + rows[0].count() + "; ask the output for as many records as an input has");
        }
        for (int k = 0; k < copies.length; k++) {
            copies[k].copy(rows[k], target);
        }
    }

    private void requireSameRows(Records[] rows, int k) {
        if (rows[k].count() != rows[0].count()) {
            throw new IllegalArgumentException("rows of the same kind differ in number: " + dataTypes.get(0)
                    + " has count=" + rows[0].count() + ", " + dataTypes.get(k) + " has count=" + rows[k].count()
                    + "; a plugin must write one row per row of its input, or provide another kind of data");
        }
        for (long i = 0; i < rows[0].count(); i++) {
            if (times[0].get(rows[0], i) != times[k].get(rows[k], i)) {
                throw otherTime(rows, k, i);
            }
        }
    }

    private IllegalArgumentException otherTime(Records[] rows, int k, long row) {
        return new IllegalArgumentException("row " + row + " is not the same thing in both types of data: "
                + dataTypes.get(0) + " has time=" + times[0].get(rows[0], row) + ", " + dataTypes.get(k)
                + " has time=" + times[k].get(rows[k], row)
                + "; a plugin must keep the order and the times of the rows of its input");
    }

    private static void requireTimes(List<String> dataTypes, List<RecordType> inputs, int k) {
        if (!TypeParts.tellsTimes(inputs.get(k))) {
            throw new IllegalArgumentException("data type '" + dataTypes.get(k) + "' cannot be joined, because its"
                    + " fields do not give times: " + inputs.get(k).descr()
                    + "; add time and endtime, or declare it instantaneous()");
        }
        inputs.get(k).times();
        TimeResolution first = inputs.get(0).timeResolution();
        TimeResolution own = inputs.get(k).timeResolution();
        if (own != first) {
            throw new IllegalArgumentException("data type '" + dataTypes.get(0) + "' counts time in " + first.symbol()
                    + " but '" + dataTypes.get(k) + "' in " + own.symbol() + "; declare one timeResolution for both");
        }
    }

    private static void requireSame(String firstName, Field first, String secondName, Field second) {
        if (!first.type().equals(second.type()) || !first.shape().equals(second.shape())) {
            throw new IllegalArgumentException("field '" + first.name() + "' is " + first + " in data type '"
                    + firstName + "' but " + second + " in data type '" + secondName
                    + "'; rename one of them, or declare both alike");
        }
    }

    /// Where no input knows more of the end than the start, fields of two of them must not make up another end.
    private static RecordType joined(List<String> dataTypes, List<RecordType> inputs, List<Field> fields) {
        boolean instants = inputs.stream().allMatch(type -> type.times().endRule() == EndRule.INSTANTANEOUS);
        boolean disjoint = inputs.stream().allMatch(RecordType::isDisjoint);
        FieldDocs docs = FieldDocs.NONE;
        for (RecordType input : inputs) {
            docs = docs.or(input.docs());
        }
        RecordType type =
                TypeParts.packed(fields, docs, instants, disjoint, inputs.get(0).timeResolution());
        if (instants && type.times().endRule() != EndRule.INSTANTANEOUS) {
            throw new IllegalArgumentException("data types " + dataTypes + " are all instantaneous, but joined their"
                    + " fields 'length' and 'dt' would make a duration; rename one of these fields");
        }
        return type;
    }
}
