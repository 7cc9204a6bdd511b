package dev.sluice.kernels.internal.memory;

/// An integer field of every record, read without a branch on its type; unchecked, immutable, safe from any
/// thread.
///
/// The field is cut by shifts from eight bytes of its record, so `read` touches bytes of other fields beside it: the
/// record must have eight bytes that may be read, up to the end of the field or more.
///
/// @param position where the eight bytes start in a record
/// @param left     shift that brings the field to the top of the word
/// @param right    shift that brings it down again, with its sign
/// @param flip     the word's top bit for an unsigned field, else 0: turns its order into that of signed numbers
/// @param mask     -1, or 0 where there is no field
public record RawInteger(int position, int left, int right, long flip, long mask) {

    /// No such field; reads as 0.
    public static final RawInteger ABSENT = new RawInteger(0, 0, 0, 0, 0);

    /// The field of this column, which is of an integer type or `NONE`.
    public static RawInteger of(RawColumn column) {
        if (!column.isPresent()) {
            return ABSENT;
        }
        RawColumn wide = RawColumn.of(column.type(), column.offset(), Long.BYTES);
        long flip = wide.type().isUnsigned() ? Long.MIN_VALUE : 0;
        return new RawInteger(
                wide.position(), wide.left(), Long.SIZE - wide.type().bits(), flip, -1);
    }

    /// True unless this is `ABSENT`.
    public boolean isPresent() {
        return mask != 0;
    }

    /// The least int32 for a field with a sign, 0 for one without.
    public long least() {
        return flip != 0 || mask == 0 ? 0 : Integer.MIN_VALUE;
    }

    /// The field of the record at this address.
    public long read(long record) {
        if (mask == 0) {
            return 0;
        }
        return value(AddressSpace.int64(record + position));
    }

    /// The field of the record at this address, which has eight bytes or more: without a branch where it is absent.
    public long readWide(long record) {
        return value(AddressSpace.int64(record + position)) & mask;
    }

    private long value(long bytes) {
        long word = bytes << left;
        return ((word ^ flip) >> right) - (flip >> right);
    }
}
