package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTypeTest {
    private static final RecordType WAVEFORM = RecordType.of("time:<i8", "wave:<i2[800]", "grid:<f4[2, 3]");

    private static String refusal(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }

    private static void assertContains(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "'" + part + "' is not in: " + message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[('time', '<i8')]",
                "[('time', '<i8'), ('wave', '<i2', (800,)), ('grid', '<f4', (2, 3))]",
                "[(('time since epoch [ns]', 'time'), '<i8'), ('', '|V4'), ('on', '|b1'), ('', '|V3')]",
                "[('s', '|S5'), ('u', '<U3', (2, 1, 4)), ('empty', '|S0'), ('none', '<i4', (0,))]",
                "[(\"it's\", '|u1'), ('é\\u200b', '<u8'), (('', 'untitled'), '|i1')]",
                "[('', '|V2'), ('x', '<f8')]"
            })
    void descrPrintsAsItWasParsed(String descr) {
        RecordType type = RecordType.parse(descr);
        assertEquals(descr, type.descr());
        assertEquals(type, RecordType.parse(type.descr()));
        assertEquals(type.hashCode(), RecordType.parse(type.descr()).hashCode());
    }

    @Test
    void packedFieldsFollowEachOther() {
        assertEquals(8 + 1600 + 24, WAVEFORM.size());
        assertEquals(8, WAVEFORM.field("wave").offset());
        assertEquals(800, WAVEFORM.field("wave").elements());
        assertEquals(1600, WAVEFORM.field("wave").byteSize());
        assertEquals(List.of(2, 3), WAVEFORM.field("grid").shape());
        assertEquals(WAVEFORM, RecordType.parse(WAVEFORM.descr()));
    }

    @Test
    void alignedFieldsLieWhereNumpyPutsThem() {
        RecordType type = RecordType.builder()
                .aligned()
                .field("a", "|S3")
                .field("b", "<U1")
                .field("c", "?")
                .field("d", "<U1", 2, 3)
                .gap(1)
                .titled("a title", "e", "<f8")
                .field("f", "<i2")
                .build();
        assertEquals(
                "[('a', '|S3'), ('', '|V1'), ('b', '<U1'), ('c', '|b1'), ('', '|V3'), ('d', '<U1', (2, 3)),"
                        + " ('', '|V4'), (('a title', 'e'), '<f8'), ('f', '<i2'), ('', '|V6')]",
                type.descr());
    }

    @Test
    void scalarShapesBecomeOneDimension() {
        assertEquals(
                "[('a', '<i4', (3,))]", RecordType.parse("[('a', 'i4', 3)]").descr());
        assertEquals("[('a', '<i4')]", RecordType.parse("[('a', 'i4', ())]").descr());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[('a', [('b', '<i4')])];field 'a' is a nested record",
                "[('a', '<i4'), ('a', '<i2')];two fields are named 'a'",
                "[(('a', 'b'), '<i4'), ('a', '<i2')];title 'a'",
                "[(('t', 'a'), '<i4'), (('t', 'b'), '<i2')];title 't'",
                "[('a', '|O')];field 'a' has type |O: Python objects",
                "[('a', '>f8')];field 'a' is big-endian (>f8)",
                "[('a', '|V4')];raw void",
                "[('', '<i4')];empty name",
                "[];at least one byte",
                "[('none', '|S0')];at least one byte",
                "[('a',)];(name, type, shape)",
                "[('a', '<i4', (2,), 1)];(name, type, shape)",
                "['a'];(name, type, shape)",
                "[('a', '<i4', (-1,))];shape",
                "[('a', '<i4', ('x',))];shape",
                "[('a', '<i4', (1000000, 1000000))];does not fit",
                "[('a', '|S2000000000'), ('b', '|S2000000000')];does not fit",
                "[(1, '<i4')];the name is 1",
                "[('a', 4)];type of field 'a' is 4",
                "'<i4';plain type '<i4'",
                "'|O';Python objects",
                "{'a': 1};list of (name, type)",
                "nonsense;position 0"
            })
    void otherTypesAreRefusedWithTheReason(String descr, String reason) {
        assertContains(refusal(() -> RecordType.parse(descr)), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"time", ":<i8", "wave:<i2[", "wave:<i2[8", "wave:<i2[a]", "wave:<i2[]", "wave:<i2[-1]"})
    void malformedSpellingsAreRefused(String field) {
        assertContains(refusal(() -> RecordType.of(field)), "[");
    }

    @Test
    void unknownNamesAreAnsweredWithTheFieldsAndTheNearest() {
        String message = refusal(() -> WAVEFORM.field("tiem"));
        assertContains(message, "no field 'tiem'", "did you mean 'time'?", "time <i8, wave <i2[800], grid <f4[2,3]");
        assertFalse(refusal(() -> WAVEFORM.longField("charge")).contains("did you mean"));
        assertTrue(WAVEFORM.has("wave"));
        assertFalse(WAVEFORM.has("tiem"));
    }

    @Test
    void wrongHandlesAreAnsweredWithTheOneThatFits() {
        RecordType type = RecordType.of("time:<i8", "peak:<f4", "mean:<f8", "on:?", "name:U4");
        assertContains(refusal(() -> type.longField("peak")), "peak' is <f4", "use doubleField or floatField", "time");
        assertContains(refusal(() -> type.floatField("mean")), "use doubleField;");
        assertContains(refusal(() -> type.doubleField("on")), "use booleanField;");
        assertContains(refusal(() -> type.booleanField("name")), "use textField;");
        assertContains(refusal(() -> type.textField("time")), "use longField or doubleField;");
    }

    @Test
    void timeDeclarationsBelongToEqualityButNotToTheLayout() {
        RecordType plain = RecordType.of("time:<i8");
        RecordType declared = plain.instantaneous().disjoint().picoseconds();
        assertTrue(declared.isInstantaneous() && declared.isDisjoint());
        assertEquals(TimeResolution.PICOSECONDS, declared.timeResolution());
        assertEquals(TimeResolution.NANOSECONDS, plain.timeResolution());
        assertFalse(plain.isInstantaneous() || plain.isDisjoint());
        assertNotEquals(plain, declared);
        assertEquals(declared, RecordType.of("time:i8").picoseconds().disjoint().instantaneous());
        assertTrue(plain.sameLayout(declared));
        assertEquals(plain.descr(), declared.descr());
        assertEquals("RecordType[8 bytes: time <i8; instantaneous; disjoint; ps]", declared.toString());
    }

    @Test
    void layoutsDifferByNameTitleTypeShapeOffsetAndSize() {
        RecordType type = RecordType.of("a:<i4");
        for (RecordType other : List.of(
                RecordType.of("b:<i4"),
                RecordType.of("a:<u4"),
                RecordType.of("a:<i4[1]"),
                RecordType.builder().titled("t", "a", "<i4").build(),
                RecordType.builder().gap(1).field("a", "<i4").build(),
                RecordType.builder().field("a", "<i4").gap(1).build())) {
            assertNotEquals(type, other);
            assertFalse(type.sameLayout(other));
        }
    }
}
