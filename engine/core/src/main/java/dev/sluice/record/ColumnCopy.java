package dev.sluice.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A prepared copy of some fields from records of one type to records of another, fields that are neighbours in both as
/// one. Immutable; safe from any thread. Copying allocates nothing; the memory stays with the owner of the records.
///
/// Fields of the target that are not copied keep their values. Source and target must not share memory.
public final class ColumnCopy {
    private final Layout sourceLayout;
    private final Layout targetLayout;
    private final long[] reads;
    private final long[] writes;
    private final long[] bytes;

    private ColumnCopy(Layout source, Layout target, List<Field> from, List<Field> to) {
        this.sourceLayout = source;
        this.targetLayout = target;
        boolean whole = source.equals(target) && to.size() == target.fields().size();
        long[][] spans = whole ? new long[][] {{0, 0, target.size()}} : spans(from, to);
        this.reads = new long[spans.length];
        this.writes = new long[spans.length];
        this.bytes = new long[spans.length];
        for (int i = 0; i < spans.length; i++) {
            reads[i] = spans[i][0];
            writes[i] = spans[i][1];
            bytes[i] = spans[i][2];
        }
    }

    /// A copy of every field of `target`, all of which `source` has too, or has as an element of an array: `wave[3]`.
    /// If the layouts are equal, gaps are copied too.
    ///
    /// @throws IllegalArgumentException if a field is missing in the source, or differs in element type or shape
    public static ColumnCopy of(RecordType source, RecordType target) {
        return of(source, target, target.fields().stream().map(Field::name).toList());
    }

    /// A copy of the fields of these names, which both types have.
    ///
    /// @throws IllegalArgumentException if a field is missing, or differs in element type or shape
    public static ColumnCopy of(RecordType source, RecordType target, Collection<String> names) {
        List<Field> from = new ArrayList<>();
        List<Field> to = new ArrayList<>();
        names.forEach(target::field);
        for (Field field : target.fields()) {
            if (names.contains(field.name())) {
                Field read = FieldElement.of(source, field.name());
                FieldCopy.requireSame(read, field);
                from.add(read);
                to.add(field);
            }
        }
        return new ColumnCopy(source.layout(), target.layout(), from, to);
    }

    /// Copies the fields of every record of `source` into the record of `target` with the same index.
    ///
    /// @throws IllegalArgumentException if the layouts are not those prepared for, or the counts differ
    public void copy(Records source, Records target) {
        check(source, target);
        if (source.count != target.count) {
            throw new IllegalArgumentException(
                    "source count=" + source.count + " is not target count=" + target.count + "; slice one of them");
        }
        for (int i = 0; i < bytes.length; i++) {
            StridedCopy.run(
                    source.segment,
                    source.byteOffset + reads[i],
                    sourceLayout.size(),
                    target.segment,
                    target.byteOffset + writes[i],
                    targetLayout.size(),
                    source.count,
                    bytes[i]);
        }
    }

    /// Copies the fields of the records of `source` at the first `count` of `indices` into `target`, in that order.
    ///
    /// @throws IllegalArgumentException if the layouts are not those prepared for, or `target` has not `count` records
    /// @throws IndexOutOfBoundsException if there are fewer than `count` indices, or one is no record of the source
    public void gather(Records source, long[] indices, long count, Records target) {
        check(source, target);
        if (target.count != count) {
            throw new IllegalArgumentException(
                    "target count=" + target.count + " is not count=" + count + "; slice the target");
        }
        if (count > indices.length) {
            throw new IndexOutOfBoundsException("count=" + count + " is above the number of indices=" + indices.length
                    + "; give as many indices as records to copy");
        }
        for (int i = 0; i < count; i++) {
            if (indices[i] < 0 || indices[i] >= source.count) {
                throw new IndexOutOfBoundsException("indices[" + i + "]=" + indices[i]
                        + " is no record of the source, which has count=" + source.count);
            }
        }
        for (int i = 0; i < bytes.length; i++) {
            StridedCopy.gather(
                    source.segment,
                    source.byteOffset + reads[i],
                    sourceLayout.size(),
                    indices,
                    target.segment,
                    target.byteOffset + writes[i],
                    targetLayout.size(),
                    (int) count,
                    bytes[i]);
        }
    }

    /// Into how many runs of neighbouring bytes the fields fall: the number of copies per record.
    int spans() {
        return bytes.length;
    }

    private void check(Records source, Records target) {
        source.check();
        target.checkWritable();
        source.requireLayout(sourceLayout);
        target.requireLayout(targetLayout);
    }

    /// Offset in the source, offset in the target and length of every run of bytes that both have in one piece.
    private static long[][] spans(List<Field> from, List<Field> to) {
        List<long[]> spans = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            long read = from.get(i).offset();
            long written = to.get(i).offset();
            long size = to.get(i).byteSize();
            long[] last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
            if (last != null && last[0] + last[2] == read && last[1] + last[2] == written) {
                last[2] += size;
            } else if (size > 0) {
                spans.add(new long[] {read, written, size});
            }
        }
        return spans.toArray(long[][]::new);
    }
}
