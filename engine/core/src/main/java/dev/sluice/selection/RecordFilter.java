package dev.sluice.selection;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.Set;

/// A condition on single records, written as an expression over the fields of their type. Immutable; safe from any
/// thread; owns no memory. Testing a record allocates nothing.
///
/// ```java
/// RecordFilter filter = RecordFilter.parse("charge > 100 && channel in (1, 2)", hits.type());
/// long found = filter.select(hits, indices);
/// ```
///
/// | from loose to tight | |
/// |---|---|
/// | `or`, <code>&#124;&#124;</code> | then `and`, `&&`, then `not` |
/// | `<` `<=` `==` `!=` `>=` `>`, `in (1, 2)`, `not in` | do not chain |
/// | <code>&#124;</code>, then `&` | of conditions, or of the bits of integers; tighter than comparisons, as in Python
/// |
/// | `+` `-`, then `*` `/` `%` | `/` gives a float64, `%` has the sign of its right side, as in Python |
/// | `-x`, `!x`, `~x` | |
///
/// Operands are numbers (`100`, `1_000`, `0x1F`, `2.5e3`), texts in quotes, `true`, `false`, fields (in backquotes if
/// the name is no plain word), elements of array fields (`wave[3]`, `wave[-1]`, `grid[0,2]`), `abs(x)`, `isnan(x)`,
/// `isfinite(x)`, and of arrays or parts of them `min(wave)`, `max(wave[40:90])`, `sum(wave)`, `len(wave)`: all
/// elements that the field has, padding included. `endtime` is computed where it is no field but the type gives it.
///
/// Integers are exact: they compare with each other, `<u8` included, and with floats without rounding, and their
/// arithmetic is in int64; a result beyond it, or a remainder by 0, is an [ArithmeticException] that names the
/// record. Floats of either width compare as float64: the `<f4` nearest to 0.1 is above `0.1`, which is a float64. A
/// NaN equals nothing, itself neither: every comparison with it is false but `!=`, and it is in no list. What is left
/// of `and` and `or` is looked at first, and the right side only if it matters, so `n != 0 and total % n == 0` is
/// safe.
public final class RecordFilter {
    private final String text;
    private final RecordType type;
    private final Set<String> fields;
    private final BooleanExpr truth;

    private RecordFilter(String text, RecordType type, Set<String> fields, BooleanExpr truth) {
        this.text = text;
        this.type = type;
        this.fields = fields;
        this.truth = truth;
    }

    /// The condition that the text describes, for records of that type.
    ///
    /// @throws ExpressionException if the text is no condition, or names what the type does not have; the message shows
    ///         the place, says the types and suggests what may have been meant
    public static RecordFilter parse(String text, RecordType type) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(type, "type");
        ExpressionParser parser = new ExpressionParser(new SourceText(text), type);
        BooleanExpr truth = parser.parse();
        return new RecordFilter(text, type, Set.copyOf(parser.fields().used()), truth);
    }

    /// The expression as it was written.
    public String text() {
        return text;
    }

    /// The type of the records that can be tested.
    public RecordType type() {
        return type;
    }

    /// The names of the fields that the condition reads.
    public Set<String> fields() {
        return fields;
    }

    /// Whether the record fulfils the condition.
    ///
    /// @throws IndexOutOfBoundsException if there is no such record
    /// @throws ArithmeticException if integers of the record leave int64, or a divisor of `%` is 0
    public boolean test(Records records, long index) {
        requireType(records);
        Objects.checkIndex(index, records.count());
        return holds(records, index);
    }

    /// Writes the indices of the records that fulfil the condition, rising, into `indices`, and returns how many there
    /// are. What stands after them in `indices` is undefined.
    ///
    /// @throws IllegalArgumentException if there are fewer places than records, or the records are of another type
    /// @throws ArithmeticException as [#test] does
    public long select(Records records, long[] indices) {
        requireType(records);
        requireRoom(indices.length, records.count());
        int found = 0;
        for (int i = 0; i < records.count(); i++) {
            indices[found] = i;
            found += holds(records, i) ? 1 : 0;
        }
        return found;
    }

    /// What is done about a record that cannot be tested.
    public interface Untested {
        /// Takes the record, which is left out, and why it cannot be tested.
        void record(long index, String why);
    }

    /// The same as [#select(Records, long[])], but for records that cannot be tested: they are handed to `untested` and
    /// left out.
    ///
    /// @throws IllegalArgumentException if there are fewer places than records, or the records are of another type
    public long select(Records records, long[] indices, Untested untested) {
        requireType(records);
        requireRoom(indices.length, records.count());
        int found = 0;
        for (int i = 0; i < records.count(); i++) {
            indices[found] = i;
            try {
                found += truth.value(records, i) ? 1 : 0;
            } catch (ArithmeticException untestable) {
                untested.record(i, untestable.getMessage() + ", in the condition '" + text + "'");
            }
        }
        return found;
    }

    /// Writes the indices of the records that fulfil the condition, rising, as int64 in the byte order of the machine
    /// into `indices`, and returns how many there are. What stands after them is undefined.
    ///
    /// @throws IllegalArgumentException if there are fewer places than records, or the records are of another type
    /// @throws ArithmeticException as [#test] does
    public long select(Records records, MemorySegment indices) {
        requireType(records);
        requireRoom(indices.byteSize() / Long.BYTES, records.count());
        long found = 0;
        for (long i = 0; i < records.count(); i++) {
            indices.set(ValueLayout.JAVA_LONG_UNALIGNED, found * Long.BYTES, i);
            found += holds(records, i) ? 1 : 0;
        }
        return found;
    }

    /// How many of the records fulfil the condition.
    ///
    /// @throws IllegalArgumentException if the records are of another type
    /// @throws ArithmeticException as [#test] does
    public long count(Records records) {
        requireType(records);
        long found = 0;
        for (long i = 0; i < records.count(); i++) {
            found += holds(records, i) ? 1 : 0;
        }
        return found;
    }

    /// The expression as it was written.
    @Override
    public String toString() {
        return text;
    }

    private boolean holds(Records records, long index) {
        try {
            return truth.value(records, index);
        } catch (ArithmeticException e) {
            ArithmeticException named = new ArithmeticException(
                    "record " + index + " cannot be tested: " + e.getMessage() + ", in the condition '" + text + "'");
            named.initCause(e);
            throw named;
        }
    }

    private void requireType(Records records) {
        if (records.type() != type && !type.sameLayout(records.type())) {
            throw new IllegalArgumentException("the records are of another type than the condition '" + text
                    + "' was parsed for: " + records.type().descr() + " is not " + type.descr());
        }
    }

    private static void requireRoom(long places, long count) {
        if (places < count) {
            throw new IllegalArgumentException("there is not a place for every record that may be selected: places="
                    + places + ", records=" + count + "; give as many places as records");
        }
    }
}
