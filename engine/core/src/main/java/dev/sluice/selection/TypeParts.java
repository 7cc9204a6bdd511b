package dev.sluice.selection;

import dev.sluice.record.Field;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.RecordTypeBuilder;
import dev.sluice.record.TimeResolution;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What types made from other types have in common. Stateless.
final class TypeParts {
    private TypeParts() {}

    /// A packed type of copies of these fields, with these promises about time.
    static RecordType packed(
            List<Field> fields, FieldDocs docs, boolean instantaneous, boolean disjoint, TimeResolution resolution) {
        RecordTypeBuilder builder = RecordType.builder();
        for (Field field : fields) {
            int[] shape = field.shape().stream().mapToInt(Integer::intValue).toArray();
            builder.titled(field.title(), field.name(), field.type().typeString(), shape);
        }
        RecordType type = builder.build().documented(docs).timeResolution(resolution);
        RecordType timed = instantaneous ? type.instantaneous() : type;
        return disjoint ? timed.disjoint() : timed;
    }

    /// Whether the fields of the type say when its records start and end.
    static boolean tellsTimes(RecordType type) {
        boolean duration = type.has("endtime") || RecordTimes.hasDuration(type);
        return type.has("time") && (duration || type.isInstantaneous());
    }

    /// The names of the fields that say when the records start and end; none if they do not.
    static Set<String> timeFields(RecordType type) {
        Set<String> names = new TreeSet<>();
        if (tellsTimes(type)) {
            RecordTimes times = type.times();
            names.add(times.time().name());
            times.endtime().ifPresent(field -> names.add(field.name()));
            times.length().ifPresent(field -> names.add(field.name()));
            times.dt().ifPresent(field -> names.add(field.name()));
        }
        return names;
    }
}
