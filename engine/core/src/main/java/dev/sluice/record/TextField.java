package dev.sluice.record;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Reads and writes a field of fixed-length bytes (`S`, as ISO 8859-1) or text (`U`, UCS-4), in memory that the
/// [Records] lend. Safe from any thread; writes follow the rules of [Records]. Reading makes a string: not for hot
/// paths.
///
/// Every call checks the index and that the records have the handle's layout ([IllegalArgumentException] if not).
public final class TextField extends FieldHandle {
    private final int unit;
    private final int length;

    TextField(Layout layout, Field field) {
        super(layout, field);
        this.unit = field.type().kind() == FieldType.Kind.UNICODE ? 4 : 1;
        this.length = field.type().size() / unit;
    }

    /// The text in a record, without the zeros at its end.
    ///
    /// @throws IllegalArgumentException if the record holds a number that is no Unicode character
    public String get(Records records, long index) {
        return read(records.segment, position(records, index), index);
    }

    /// The text of one element of an array field; dimensions flattened in C order.
    ///
    /// @throws IllegalArgumentException if the record holds a number that is no Unicode character
    public String get(Records records, long index, int element) {
        return read(records.segment, position(records, index, element), index);
    }

    /// Sets the text in a record and pads it with zeros.
    ///
    /// @throws IllegalArgumentException if the text is too long, or an `S` field cannot hold one of its characters
    public void set(Records records, long index, String value) {
        write(records.segment, target(records, index), index, value);
    }

    /// Sets one element of an array field; dimensions flattened in C order.
    ///
    /// @throws IllegalArgumentException if the text is too long, or an `S` field cannot hold one of its characters
    public void set(Records records, long index, int element, String value) {
        write(records.segment, target(records, index, element), index, value);
    }

    /// Whether one element of a field holds exactly these Unicode characters and then zeros only: equality with what
    /// [#get] returns, without making a string.
    public boolean holds(Records records, long index, int element, int[] characters) {
        long position = position(records, index, element);
        if (characters.length > length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (character(records.segment, position, i) != (i < characters.length ? characters[i] : 0)) {
                return false;
            }
        }
        return true;
    }

    /// Appends the text of one element of a field, as [#get] returns it, to a builder that the caller owns and reuses.
    ///
    /// @throws IllegalArgumentException if the record holds a number that is no Unicode character
    public void appendTo(StringBuilder text, Records records, long index, int element) {
        append(text, records.segment, position(records, index, element), index);
    }

    private String read(MemorySegment segment, long position, long index) {
        StringBuilder text = new StringBuilder(length);
        append(text, segment, position, index);
        return text.toString();
    }

    private void append(StringBuilder text, MemorySegment segment, long position, long index) {
        int used = length;
        while (used > 0 && character(segment, position, used - 1) == 0) {
            used--;
        }
        for (int i = 0; i < used; i++) {
            int character = character(segment, position, i);
            if (!Character.isValidCodePoint(character)) {
                throw new IllegalArgumentException("field '" + field().name() + "' of record index=" + index
                        + " holds 0x" + Integer.toHexString(character) + ", which is no Unicode character");
            }
            text.appendCodePoint(character);
        }
    }

    private int character(MemorySegment segment, long position, int i) {
        return unit == 1
                ? segment.get(LittleEndian.BYTE, position + i) & 0xFF
                : segment.get(LittleEndian.INT, position + 4L * i);
    }

    private void write(MemorySegment segment, long position, long index, String value) {
        Objects.requireNonNull(value, "value");
        int used = value.codePointCount(0, value.length());
        boolean fits = used <= length && (unit == 4 || value.chars().allMatch(c -> c <= 0xFF));
        if (!fits) {
            throw new IllegalArgumentException("field '" + field().name() + "' is " + field().type()
                    + " and cannot hold value='" + value + "' (record index=" + index + "); it holds " + length
                    + (unit == 1 ? " characters of ISO 8859-1" : " Unicode characters"));
        }
        int at = 0;
        for (int i = 0; i < length; i++) {
            int character = i < used ? value.codePointAt(at) : 0;
            at += i < used ? Character.charCount(character) : 0;
            if (unit == 1) {
                segment.set(LittleEndian.BYTE, position + i, (byte) character);
            } else {
                segment.set(LittleEndian.INT, position + 4L * i, character);
            }
        }
    }
}
