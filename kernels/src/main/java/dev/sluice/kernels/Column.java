package dev.sluice.kernels;

/// Where a scalar field lies in every record: its type and its byte offset from the record's first byte.
///
/// An immutable value, safe from any thread. `NONE` stands for a field that the records do not have. Offsets need no
/// alignment.
///
/// @param type   how the bytes read; null only in `NONE`
/// @param offset bytes from the start of the record to the field; -1 only in `NONE`
public record Column(ScalarType type, int offset) {

    /// No such field.
    public static final Column NONE = new Column(null, -1);

    /// Checks the offset.
    public Column {
        if (type == null && offset != -1) {
            throw new IllegalArgumentException(
                    "column without a type: offset=" + offset + "; give a ScalarType, or use Column.NONE");
        }
        if (type != null && offset < 0) {
            throw new IllegalArgumentException(
                    "column before the record: offset=" + offset + ", least is 0; use Column.NONE for no field");
        }
    }

    /// True unless this is `NONE`.
    public boolean isPresent() {
        return type != null;
    }

    /// Byte offset just behind the field, 0 for `NONE`.
    long end() {
        return isPresent() ? (long) offset + type.bytes() : 0;
    }

    /// This column, which must be an integer one or `NONE`.
    Column requireInteger(String name) {
        if (isPresent() && !type.isInteger()) {
            throw new IllegalArgumentException(
                    name + " is not an integer: type=" + type.numpyName() + "; give one of i1 u1 i2 u2 i4 u4 i8");
        }
        return this;
    }

    /// Reads the field of the record at this address as an integer.
    long readLong(long record) {
        long address = record + offset;
        return switch (type) {
            case INT8 -> AddressSpace.int8(address);
            case UINT8 -> AddressSpace.int8(address) & 0xFFL;
            case INT16 -> AddressSpace.int16(address);
            case UINT16 -> AddressSpace.int16(address) & 0xFFFFL;
            case INT32 -> AddressSpace.int32(address);
            case UINT32 -> AddressSpace.int32(address) & 0xFFFF_FFFFL;
            case INT64 -> AddressSpace.int64(address);
            case FLOAT32, FLOAT64 -> throw new IllegalStateException("not an integer column: type=" + type.numpyName());
        };
    }

    /// Reads the field of the record at this address as a number.
    double readDouble(long record) {
        return switch (type) {
            case FLOAT32 -> AddressSpace.float32(record + offset);
            case FLOAT64 -> AddressSpace.float64(record + offset);
            default -> readLong(record);
        };
    }

    @Override
    public String toString() {
        return isPresent() ? type.numpyName() + "@" + offset : "none";
    }
}
