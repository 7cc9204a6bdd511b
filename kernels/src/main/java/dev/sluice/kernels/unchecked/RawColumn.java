package dev.sluice.kernels.unchecked;

/// A scalar field of every record, read by the record's address; unchecked, immutable, safe from any thread.
///
/// @param type   how the bytes read
/// @param offset bytes from the start of the record to the field, -1 if there is none
public record RawColumn(Type type, int offset) {

    /// No such field; it cannot be read.
    public static final RawColumn NONE = new RawColumn(Type.NONE, -1);

    /// How the bytes of a field read: `dev.sluice.kernels.ScalarType` has the same names and says more.
    public enum Type {
        /// No field.
        NONE(0),
        /// Signed, 8 bits.
        INT8(8),
        /// Unsigned, 8 bits.
        UINT8(8),
        /// Signed, 16 bits.
        INT16(16),
        /// Unsigned, 16 bits.
        UINT16(16),
        /// Signed, 32 bits.
        INT32(32),
        /// Unsigned, 32 bits.
        UINT32(32),
        /// Signed, 64 bits.
        INT64(64),
        /// Single precision.
        FLOAT32(32),
        /// Double precision.
        FLOAT64(64);

        private final int bits;

        Type(int bits) {
            this.bits = bits;
        }

        /// Size of a value in bits.
        public int bits() {
            return bits;
        }

        /// True for integers without a sign.
        public boolean isUnsigned() {
            return this == UINT8 || this == UINT16 || this == UINT32;
        }
    }

    /// True unless this is `NONE`.
    public boolean isPresent() {
        return type != Type.NONE;
    }

    /// Reads an integer field of the record at this address.
    public long readLong(long record) {
        long address = record + offset;
        return switch (type) {
            case INT8 -> AddressSpace.int8(address);
            case UINT8 -> AddressSpace.int8(address) & 0xFFL;
            case INT16 -> AddressSpace.int16(address);
            case UINT16 -> AddressSpace.int16(address) & 0xFFFFL;
            case INT32 -> AddressSpace.int32(address);
            case UINT32 -> AddressSpace.int32(address) & 0xFFFF_FFFFL;
            case INT64 -> AddressSpace.int64(address);
            case NONE, FLOAT32, FLOAT64 -> throw new IllegalStateException("not an integer column: type=" + type);
        };
    }

    /// Reads the field of the record at this address as a number.
    public double readDouble(long record) {
        return switch (type) {
            case FLOAT32 -> AddressSpace.float32(record + offset);
            case FLOAT64 -> AddressSpace.float64(record + offset);
            default -> readLong(record);
        };
    }
}
