package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {
                "<i8 <i8",
                "i8 <i8",
                "=i4 <i4",
                "|i4 <i4",
                "|i1 |i1",
                "i1 |i1",
                "<i1 |i1",
                ">i1 |i1",
                "|b1 |b1",
                "b1 |b1",
                "? |b1",
                "|? |b1",
                "u2 <u2",
                "<u8 <u8",
                "f4 <f4",
                "<f8 <f8",
                "|S5 |S5",
                ">S5 |S5",
                "S0 |S0",
                "<U3 <U3",
                "U12 <U12",
                "U0 <U0"
            })
    void typeStringsPrintAsNumpyPrintsThem(String written, String printed) {
        assertEquals(printed, FieldType.parse(written).typeString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                ">i4;big-endian (>i4)",
                ">U2;newbyteorder('<')",
                "|O;Python objects",
                "<c16;complex",
                "<M8[ns];astype('<i8')",
                "<m8;datetimes",
                "<f2;astype('<f4')",
                "<f16;extended",
                "|V4;raw void",
                "i3;i1 i2 i4 i8",
                "int16;i1 i2 i4 i8",
                "<;i1 i2 i4 i8",
                "S;i1 i2 i4 i8",
                "S99999999999;i1 i2 i4 i8",
                "S9999999999;above the limit",
                "U999999999;above the limit",
                "b4;i1 i2 i4 i8"
            })
    void unsupportedTypesAreRefusedWithTheReason(String typeString, String reason) {
        String message = assertThrows(IllegalArgumentException.class, () -> FieldType.parse(typeString))
                .getMessage();
        assertTrue(message.contains(reason), message);
        assertTrue(message.contains("type '" + typeString + "'"), message);
    }

    @Test
    void bigEndianFieldsAreRefusedByName() {
        String message = assertThrows(IllegalArgumentException.class, () -> RecordType.of("time:<i8", "x:>i4"))
                .getMessage();
        assertEquals("field 'x' is big-endian (>i4); convert with arr.astype(arr.dtype.newbyteorder('<'))", message);
    }

    @Test
    void alignmentIsThatOfC() {
        assertEquals(8, FieldType.FLOAT64.alignment());
        assertEquals(1, FieldType.parse("S7").alignment());
        assertEquals(4, FieldType.parse("U7").alignment());
    }
}
