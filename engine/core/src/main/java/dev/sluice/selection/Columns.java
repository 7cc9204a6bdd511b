package dev.sluice.selection;

import dev.sluice.record.ColumnCopy;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.FieldElement;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Some fields of a record type, and the copy of records that have only those. Immutable; safe from any thread.
///
/// The fields are packed, in the order of the type, with its promises about time. The fields that say when a record
/// starts and ends (`time`, and `endtime` or `length` and `dt`) always stay: without them there are no chunks.
///
/// ```java
/// Columns columns = Columns.keep(hits.type(), "channel", "area");      // and time, length, dt
/// columns.into(hits, output.records(hits.count()));                    // records of columns.type()
/// ```
public final class Columns {
    private final RecordType source;
    private final RecordType type;
    private final ColumnCopy copy;

    private Columns(RecordType source, RecordType type) {
        this.source = source;
        this.type = type;
        this.copy = ColumnCopy.of(source, type);
    }

    /// The fields of these names, and those of times. A name such as `wave[3]` keeps one element of an array, as
    /// a field of that name.
    ///
    /// @throws IllegalArgumentException if a name is no field (the nearest is suggested) or given twice
    public static Columns keep(RecordType type, String... names) {
        Set<String> kept = named(type, names);
        kept.addAll(TypeParts.timeFields(type));
        return new Columns(type, only(type, kept));
    }

    /// All fields but those of these names.
    ///
    /// @throws IllegalArgumentException if a name is no field (the nearest is suggested), is given twice, or says the
    ///         start or end of records; or if nothing is left
    public static Columns drop(RecordType type, String... names) {
        Stream.of(names).forEach(type::field);
        Set<String> dropped = named(type, names);
        Set<String> needed = TypeParts.timeFields(type);
        for (String name : dropped) {
            if (needed.contains(name)) {
                throw new IllegalArgumentException("field '" + name + "' cannot be dropped: chunks need it, because "
                        + needed + " say when a record starts and ends; drop other fields only");
            }
        }
        Set<String> kept = new LinkedHashSet<>();
        type.fields().stream()
                .map(Field::name)
                .filter(name -> !dropped.contains(name))
                .forEach(kept::add);
        if (kept.isEmpty()) {
            throw new IllegalArgumentException(
                    "no field is left: dropped=" + dropped + " are all that " + type.descr() + " has; drop fewer");
        }
        return new Columns(type, only(type, kept));
    }

    /// The type that the fields are taken from.
    public RecordType source() {
        return source;
    }

    /// The type of records that have only these fields.
    public RecordType type() {
        return type;
    }

    /// Copies these fields of every record into the record of `target` with the same index. Allocates nothing; both
    /// belong to the caller, and must not share memory.
    ///
    /// @throws IllegalArgumentException if the records are of other types than these, or differ in number
    public void into(Records records, Records target) {
        copy.copy(records, target);
    }

    /// Copies these fields of the records at the first `count` of `indices`, in their order. Allocates nothing.
    ///
    /// @throws IllegalArgumentException if the records are of other types than these, or `target` has not `count`
    /// @throws IndexOutOfBoundsException if an index is no record
    public void gather(Records records, long[] indices, long count, Records target) {
        copy.gather(records, indices, count, target);
    }

    private static Set<String> named(RecordType type, String... names) {
        Set<String> named = new LinkedHashSet<>();
        for (String name : names) {
            if (!named.add(FieldElement.of(type, name).name())) {
                throw new IllegalArgumentException("field '" + name + "' is named twice; name it once");
            }
        }
        return named;
    }

    /// Where the field, or the array of the element, stands in the type.
    private static int place(RecordType type, Field field) {
        return type.fields().indexOf(type.field(FieldElement.holder(type, field.name())));
    }

    private static RecordType only(RecordType type, Set<String> names) {
        List<Field> fields = names.stream()
                .map(name -> FieldElement.of(type, name))
                .sorted(Comparator.comparingInt((Field field) -> place(type, field))
                        .thenComparing(Field::isScalar)
                        .thenComparing(Field::offset))
                .toList();
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("no field is kept; name at least one of " + type.descr());
        }
        FieldDocs docs = type.docs();
        for (Field field : fields) {
            docs = docs.with(field.name(), docs.of(FieldElement.holder(type, field.name())));
        }
        return TypeParts.packed(fields, docs, type.isInstantaneous(), type.isDisjoint(), type.timeResolution());
    }
}
