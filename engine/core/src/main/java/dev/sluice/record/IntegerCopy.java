package dev.sluice.record;

/// A prepared copy of one integer field to another, which may be wider or narrower. Immutable; safe from any thread.
///
/// Copying allocates nothing; a value that the target cannot hold is refused, never cut.
public final class IntegerCopy {
    private final Layout sourceLayout;
    private final Layout targetLayout;
    private final Field from;
    private final Field to;
    private final int read;
    private final int written;

    private IntegerCopy(RecordType source, Field from, RecordType target, Field to) {
        this.sourceLayout = source.layout();
        this.targetLayout = target.layout();
        this.from = from;
        this.to = to;
        this.read = Integers.code(from.type());
        this.written = Integers.code(to.type());
    }

    /// A copy of the scalar integer field of that name, which both types have.
    ///
    /// @throws IllegalArgumentException if either has no such field, or it is no integer
    public static IntegerCopy of(String name, RecordType source, RecordType target) {
        source.longField(name);
        target.longField(name);
        return new IntegerCopy(source, source.field(name), target, target.field(name));
    }

    /// Copies the field of every record of `source` into the record of `target` with the same index.
    ///
    /// @throws IllegalArgumentException if the layouts are not those prepared for, the counts differ, or a value does
    ///     not fit; the message names record, value and limits
    public void copy(Records source, Records target) {
        source.requireLayout(sourceLayout);
        target.requireLayout(targetLayout);
        if (from.type().equals(to.type())) {
            FieldCopy.run(from, source, to, target);
            return;
        }
        source.check();
        target.check();
        if (source.count != target.count) {
            throw new IllegalArgumentException(
                    "source count=" + source.count + " is not target count=" + target.count + "; slice one of them");
        }
        long at = source.byteOffset + from.offset();
        long place = target.byteOffset + to.offset();
        if (read == Short.BYTES && written == Integer.BYTES) {
            widen(source, at, target, place);
            return;
        }
        for (long i = 0; i < source.count; i++, at += sourceLayout.size(), place += targetLayout.size()) {
            long value = Integers.get(read, source.segment, at);
            if (read == -Long.BYTES && value < 0 || !Integers.fits(written, value)) {
                throw Integers.outOfRange(
                        to, i, read == -Long.BYTES ? Long.toUnsignedString(value) : Long.toString(value));
            }
            Integers.set(written, target.segment, place, value);
        }
    }

    /// What channels of strax need: the loop for every pair of widths takes the JIT ten times as long.
    private void widen(Records source, long at, Records target, long place) {
        for (long i = 0; i < source.count; i++) {
            target.segment.set(
                    LittleEndian.INT,
                    place + i * targetLayout.size(),
                    source.segment.get(LittleEndian.SHORT, at + i * sourceLayout.size()));
        }
    }
}
