package dev.sluice.record;

/// A prepared copy of one field from records of one type to records of another. Immutable; safe from any thread.
/// Copying allocates nothing.
public final class FieldCopy {
    private final Layout sourceLayout;
    private final Layout targetLayout;
    private final Field from;
    private final Field to;

    private FieldCopy(Layout sourceLayout, Layout targetLayout, Field from, Field to) {
        this.sourceLayout = sourceLayout;
        this.targetLayout = targetLayout;
        this.from = from;
        this.to = to;
    }

    /// A copy of the field of that name, which both types have, with the same element type and shape.
    ///
    /// @throws IllegalArgumentException if either type has no such field, or they differ
    public static FieldCopy of(String name, RecordType source, RecordType target) {
        return of(name, source, name, target);
    }

    /// A copy of field `from` of one type to field `to` of another.
    ///
    /// @throws IllegalArgumentException if a field is missing, or they differ in element type or shape
    public static FieldCopy of(String from, RecordType source, String to, RecordType target) {
        Field read = source.field(from);
        Field written = target.field(to);
        requireSame(read, written);
        return new FieldCopy(source.layout(), target.layout(), read, written);
    }

    /// Copies the field of every record of `source` into the record of `target` with the same index.
    ///
    /// @throws IllegalArgumentException if the layouts are not those prepared for, or the counts differ
    public void copy(Records source, Records target) {
        source.requireLayout(sourceLayout);
        target.requireLayout(targetLayout);
        run(from, source, to, target);
    }

    static void requireSame(Field from, Field to) {
        if (!from.type().equals(to.type()) || !from.sameShape(to)) {
            throw new IllegalArgumentException("field '" + from.name() + "' is " + from + " in the source but '"
                    + to.name() + "' is " + to + " in the target; a copy needs the same type and shape");
        }
    }

    static void run(Field from, Records source, Field to, Records target) {
        source.check();
        target.checkWritable();
        if (source.count != target.count) {
            throw new IllegalArgumentException(
                    "source count=" + source.count + " is not target count=" + target.count + "; slice one of them");
        }
        StridedCopy.run(
                source.segment,
                source.byteOffset + from.offset(),
                source.layout.size(),
                target.segment,
                target.byteOffset + to.offset(),
                target.layout.size(),
                source.count,
                from.byteSize());
    }
}
