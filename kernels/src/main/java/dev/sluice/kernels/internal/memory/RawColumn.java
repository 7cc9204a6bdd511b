package dev.sluice.kernels.internal.memory;

/// A scalar field of every record, read by the record's address; unchecked, immutable, safe from any thread.
///
/// A field is cut by shifts from eight bytes of its record, whatever its type: one place that touches memory instead of
/// one per type. Each such place costs the JIT 600 nodes, of 18000 that a loop with all that is inlined into it may
/// have, and brings along the failed guesses about types that the whole process made in the JDK's methods below it.
///
/// @param type     how the bytes read
/// @param offset   bytes from the start of the record to the field, -1 if there is none
/// @param position where the eight bytes start in a record, -1 if the records have fewer
/// @param left     shift that brings the field to the top of the word
public record RawColumn(Type type, int offset, int position, int left) {

    /// No such field; it cannot be read.
    public static final RawColumn NONE = new RawColumn(Type.NONE, -1, -1, 0);

    /// The field of this type at this offset in records of which so many bytes, from the first on, may be read: of the
    /// last one in memory too, which may end with its last field.
    public static RawColumn of(Type type, int offset, int recordBytes) {
        int bytes = type.bits() / Byte.SIZE;
        if (recordBytes < Long.BYTES) {
            return new RawColumn(type, offset, -1, Long.SIZE - type.bits());
        }
        int position = Math.max(0, offset + bytes - Long.BYTES);
        return new RawColumn(type, offset, position, Long.SIZE - (offset + bytes - position) * Byte.SIZE);
    }

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
        if (isNumber()) {
            throw new IllegalStateException("not an integer column: type=" + type);
        }
        return value(record);
    }

    /// Reads the field of the record at this address as a number.
    public double readDouble(long record) {
        if (type == Type.NONE) {
            throw new IllegalStateException("no column: type=" + type);
        }
        long value = value(record);
        if (type == Type.FLOAT64) {
            return Double.longBitsToDouble(value);
        }
        return type == Type.FLOAT32 ? Float.intBitsToFloat((int) value) : value;
    }

    private boolean isNumber() {
        return type == Type.NONE || type == Type.FLOAT32 || type == Type.FLOAT64;
    }

    private long value(long record) {
        long top = (position < 0 ? bytes(record) : AddressSpace.int64(record + position)) << left;
        int right = Long.SIZE - type.bits();
        return type.isUnsigned() ? top >>> right : top >> right;
    }

    /// The field of a record that is shorter than a word.
    private long bytes(long record) {
        long word = 0;
        for (int i = type.bits() / Byte.SIZE - 1; i >= 0; i--) {
            word = word << Byte.SIZE | AddressSpace.int8(record + offset + i) & 0xFF;
        }
        return word;
    }
}
