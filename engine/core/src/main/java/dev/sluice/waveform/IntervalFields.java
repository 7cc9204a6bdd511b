package dev.sluice.waveform;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.IntervalLayout;
import dev.sluice.kernels.ScalarType;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;

/// Finds the fields of a record type that make an interval of time, by their customary names. Stateless.
///
/// The start is `time`; the end is `endtime`, or `time + length * dt` where both are integers, or else the start.
public final class IntervalFields {
    private IntervalFields() {}

    /// How the intervals of `type` lie in memory.
    ///
    /// @throws IllegalArgumentException if there is no time, or a field is of a type that no kernel reads
    public static IntervalLayout layout(RecordType type) {
        int time = column(type, "time").offset();
        return switch (type.times().endRule()) {
            case ENDTIME ->
                IntervalLayout.ending(type.size(), time, column(type, "endtime").offset());
            case LENGTH_TIMES_DT ->
                IntervalLayout.lasting(
                        type.size(),
                        time,
                        column(type, type.times().length().orElseThrow().name()),
                        column(type, "dt"));
            case INSTANTANEOUS -> IntervalLayout.instants(type.size(), time);
        };
    }

    /// Where a scalar field lies.
    ///
    /// @throws IllegalArgumentException if there is none of that name, or kernels do not read its type
    public static Column column(RecordType type, String name) {
        Field field = type.field(name);
        for (ScalarType scalar : ScalarType.values()) {
            if (scalar.numpyName().equals(field.type().typeString()) && field.isScalar()) {
                return new Column(scalar, field.offset());
            }
        }
        throw new IllegalArgumentException("field '" + name + "' is " + field
                + ", not a scalar that kernels read; convert it, for example to an i4 or i8");
    }

    static void requireSameUnit(RecordType base, RecordType things) {
        if (base.timeResolution() != things.timeResolution()) {
            throw new IllegalArgumentException("the types count time in different units: "
                    + base.timeResolution().symbol() + " in " + base + ", "
                    + things.timeResolution().symbol() + " in " + things + "; declare one timeResolution");
        }
    }
}
