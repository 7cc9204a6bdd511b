package dev.sluice.session.output;

import dev.sluice.record.Field;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.ArrayList;
import java.util.List;

/// Sums up every field of numbers instead of writing the records.
///
/// Of a waveform, a one-dimensional array `wave` or `data` beside a scalar `length`, only the valid samples count.
final class RecordStatistics implements RecordSink {
    private static final List<String> WAVES = List.of("wave", "data");

    private final List<FieldStatistics> fields = new ArrayList<>();
    private long count;

    RecordStatistics(RecordType type) {
        for (Field field : type.fields()) {
            if (field.type().isInteger()) {
                fields.add(new IntegerStatistics(type, field, validLength(type, field)));
            } else if (field.type().isFloat()) {
                fields.add(new RealStatistics(type, field, validLength(type, field)));
            }
        }
    }

    private static LongField validLength(RecordType type, Field field) {
        boolean wave = WAVES.contains(field.name()) && field.shape().size() == 1;
        boolean told = type.has("length")
                && type.field("length").isScalar()
                && type.field("length").type().isInteger();
        return wave && told ? type.longField("length") : null;
    }

    @Override
    public void accept(Records records) {
        count += records.count();
        for (FieldStatistics field : fields) {
            field.add(records);
        }
    }

    @Override
    public void commit() {
        // Nothing was promised to anybody.
    }

    @Override
    public long records() {
        return count;
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public List<FieldStatistics> statistics() {
        return List.copyOf(fields);
    }

    @Override
    public void close() {
        // Owns nothing.
    }
}
