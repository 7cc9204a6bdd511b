package dev.sluice.record;

import java.util.Optional;

/// Reads when a record starts and ends, by the rule that its type's fields and declarations give. Immutable; safe from
/// any thread.
///
/// The start is `time`. The end is `endtime` if there is such a field, else `time + length * dt`, where `event_length`
/// stands for a length that is missing, else the start if the type was declared [RecordType#instantaneous].
public final class RecordTimes {
    /// Where the end of a record comes from.
    public enum EndRule {
        /// From the int64 field `endtime`.
        ENDTIME,
        /// From `time + length * dt`, all integers.
        LENGTH_TIMES_DT,
        /// It is the start.
        INSTANTANEOUS
    }

    private final EndRule endRule;
    private final LongField time;
    private final LongField endtime;
    private final LongField length;
    private final LongField dt;

    private RecordTimes(EndRule endRule, LongField time, LongField endtime, LongField length, LongField dt) {
        this.endRule = endRule;
        this.time = time;
        this.endtime = endtime;
        this.length = length;
        this.dt = dt;
    }

    static RecordTimes of(RecordType type) {
        LongField time = int64(type, "time");
        if (type.has("endtime")) {
            return new RecordTimes(EndRule.ENDTIME, time, int64(type, "endtime"), null, null);
        }
        if (hasDuration(type)) {
            LongField length = scalar(type, type.has("length") ? "length" : "event_length");
            return new RecordTimes(EndRule.LENGTH_TIMES_DT, time, null, length, scalar(type, "dt"));
        }
        if (type.isInstantaneous()) {
            return new RecordTimes(EndRule.INSTANTANEOUS, time, null, null, null);
        }
        throw new IllegalArgumentException("the fields do not say when a record ends; add an int64 field 'endtime', or"
                + " integer fields 'length' and 'dt', or declare the type instantaneous(); there are: "
                + type.layout().summary());
    }

    /// Whether the type has the fields of a length in samples, `length` or `event_length`, and of `dt`.
    public static boolean hasDuration(RecordType type) {
        return type.has("dt") && (type.has("length") || type.has("event_length"));
    }

    /// The field by which records of one time are ordered: `channel`, if that is one integer.
    public static Optional<LongField> tieBreaker(RecordType type) {
        boolean there = type.has("channel")
                && type.field("channel").isScalar()
                && type.field("channel").type().isInteger();
        return there ? Optional.of(type.longField("channel")) : Optional.empty();
    }

    /// When a record starts, in the type's time unit.
    public long start(Records records, long index) {
        return time.get(records, index);
    }

    /// When a record ends (exclusive), in the type's time unit.
    ///
    /// @throws ArithmeticException if `time + length * dt` is beyond int64; chunks hold no such record
    public long end(Records records, long index) {
        return switch (endRule) {
            case ENDTIME -> endtime.get(records, index);
            case LENGTH_TIMES_DT -> sum(records, index);
            case INSTANTANEOUS -> time.get(records, index);
        };
    }

    private long sum(Records records, long index) {
        long start = time.get(records, index);
        long samples = length.get(records, index);
        long period = dt.get(records, index);
        long span = samples * period;
        long end = start + span;
        boolean wrapped = Math.multiplyHigh(samples, period) != span >> 63 || ((start ^ end) & (span ^ end)) < 0;
        if (wrapped) {
            throw new ArithmeticException("record " + index + " " + beyondInt64(records, index));
        }
        return end;
    }

    /// What is wrong with a record whose end is beyond int64, and what to do.
    public String beyondInt64(Records records, long index) {
        return "ends beyond int64: time=" + time.get(records, index) + " + "
                + length.field().name() + "=" + length.get(records, index) + " * dt=" + dt.get(records, index)
                + "; correct them, or add the int64 field 'endtime'";
    }

    /// Whether a record ends within int64.
    public boolean endsInInt64(Records records, long index) {
        try {
            end(records, index);
            return true;
        } catch (ArithmeticException beyond) {
            return false;
        }
    }

    /// Which rule gives the end.
    public EndRule endRule() {
        return endRule;
    }

    /// The handle of the field `time`.
    public LongField startField() {
        return time;
    }

    /// The handle of the field `endtime`; null unless the rule is [EndRule#ENDTIME].
    public LongField endField() {
        return endtime;
    }

    /// The field `time`, a scalar `<i8`.
    public Field time() {
        return time.field();
    }

    /// The field `endtime`, a scalar `<i8`, if the rule is [EndRule#ENDTIME].
    public Optional<Field> endtime() {
        return Optional.ofNullable(endtime).map(FieldHandle::field);
    }

    /// The field `length`, a scalar integer, if the rule is [EndRule#LENGTH_TIMES_DT].
    public Optional<Field> length() {
        return Optional.ofNullable(length).map(FieldHandle::field);
    }

    /// The field `dt`, a scalar integer, if the rule is [EndRule#LENGTH_TIMES_DT].
    public Optional<Field> dt() {
        return Optional.ofNullable(dt).map(FieldHandle::field);
    }

    private static LongField int64(RecordType type, String name) {
        Field field = type.field(name);
        if (!field.type().equals(FieldType.INT64) || !field.isScalar()) {
            throw new IllegalArgumentException(
                    "field '" + name + "' is " + field + "; times are scalars of <i8: convert with astype('<i8')");
        }
        return type.longField(name);
    }

    private static LongField scalar(RecordType type, String name) {
        LongField handle = type.longField(name);
        if (!handle.field().isScalar()) {
            throw new IllegalArgumentException(
                    "field '" + name + "' is " + handle.field() + "; a record's end needs one value");
        }
        return handle;
    }
}
