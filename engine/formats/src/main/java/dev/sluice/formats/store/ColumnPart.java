package dev.sluice.formats.store;

/// Where a part of a chunk lies in the data file: all fields of its records, or one day a column. Immutable.
///
/// @param column the number of the field, or [#ROWS] for whole records
/// @param codec  how it is packed; 0 for not at all
/// @param offset where it begins in the data file
/// @param size   its bytes there, without the zeros that follow
/// @param plain  its bytes in memory
/// @param crc    CRC32C of all bytes from its offset to the next multiple of 64
record ColumnPart(int column, int codec, long offset, long size, long plain, int crc) {
    static final int ROWS = -1;
    static final int PLAIN = 0;
    static final int BYTES = 40;
}
