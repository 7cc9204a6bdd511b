package dev.sluice.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordJoinTest {
    private static final RecordType PEAKS = RecordType.of("time:<i8", "endtime:<i8", "area:<f4");
    private static final RecordType POSITIONS =
            RecordType.of("x:<f4", "y:<f4", "time:<i8", "area:<f4").instantaneous();

    private static RecordJoin join(Object... namesAndTypes) {
        LinkedHashMap<String, RecordType> types = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            types.put((String) namesAndTypes[i], (RecordType) namesAndTypes[i + 1]);
        }
        return RecordJoin.of(types);
    }

    private static String refused(Object... namesAndTypes) {
        return assertThrows(IllegalArgumentException.class, () -> join(namesAndTypes))
                .getMessage();
    }

    private static Records rows(RecordType type, long... times) {
        Records records = Records.allocate(type, times.length, Arena.ofAuto());
        for (int i = 0; i < times.length; i++) {
            type.longField("time").set(records, i, times[i]);
            type.doubleField("area").set(records, i, times[i] * type.size());
            if (type.has("x")) {
                type.doubleField("x").set(records, i, 10 + i);
            }
        }
        return records;
    }

    @Test
    void fieldsComeInTheOrderOfTheDependenciesAndOnceFromTheFirst() {
        RecordJoin join = join("positions", POSITIONS, "peaks", PEAKS);
        assertEquals(
                List.of("x", "y", "time", "area", "endtime"),
                join.type().fields().stream().map(Field::name).toList());
        Records target = Records.allocate(join.type(), 2, Arena.ofAuto());
        join.join(new Records[] {rows(POSITIONS, 5, 6), rows(PEAKS, 5, 6)}, target);
        assertEquals(6 * POSITIONS.size(), join.type().doubleField("area").get(target, 1));
        assertEquals(11, join.type().doubleField("x").get(target, 1));
        assertEquals(6, join.type().longField("time").get(target, 1));
        assertEquals(List.of("positions", "peaks"), join.dataTypes());
        assertFalse(join.type().isInstantaneous());
    }

    @Test
    void inStraxTheLastTypeWinsAndTheNamesDecideTheOrderButHereTheFirstDependencyDoes() {
        RecordJoin join = join("zebra", PEAKS, "apple", POSITIONS);
        Records target = Records.allocate(join.type(), 1, Arena.ofAuto());
        join.join(new Records[] {rows(PEAKS, 3), rows(POSITIONS, 3)}, target);
        assertEquals(3 * PEAKS.size(), join.type().doubleField("area").get(target, 0));
        assertEquals("time", join.type().fields().get(0).name());
    }

    @Test
    void rowsThatAreNotOfTheSameTimeAreRefusedAsStraxDoesNot() {
        RecordJoin join = join("peaks", PEAKS, "positions", POSITIONS);
        Records target = Records.allocate(join.type(), 3, Arena.ofAuto());
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> join.join(new Records[] {rows(PEAKS, 1, 2, 3), rows(POSITIONS, 1, 7, 3)}, target))
                .getMessage();
        assertTrue(
                message.startsWith("row 1 is not the same thing in both types of data: peaks has time=2, positions has"
                        + " time=7; "),
                message);
        assertEquals(0, join.type().longField("time").get(target, 0));
    }

    @Test
    void otherNumbersOfRowsAreRefused() {
        RecordJoin join = join("peaks", PEAKS, "positions", POSITIONS);
        Records target = Records.allocate(join.type(), 2, Arena.ofAuto());
        Records two = rows(PEAKS, 1, 2);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> join.join(new Records[] {two, rows(POSITIONS, 1)}, target))
                .getMessage();
        assertTrue(message.contains("peaks has count=2, positions has count=1"), message);
        Records three = Records.allocate(join.type(), 3, Arena.ofAuto());
        assertThrows(
                IllegalArgumentException.class, () -> join.join(new Records[] {two, rows(POSITIONS, 1, 2)}, three));
        assertThrows(IllegalArgumentException.class, () -> join.join(new Records[] {two}, target));
        assertThrows(IllegalArgumentException.class, () -> join.join(new Records[] {two, two}, target));
    }

    @Test
    void aFieldOfTwoTypesIsRefusedWithBothNames() {
        assertEquals(
                "field 'area' is area <f4 in data type 'peaks' but area <f8 in data type 'corrected'; rename one of"
                        + " them, or declare both alike",
                refused("peaks", PEAKS, "corrected", RecordType.of("time:<i8", "endtime:<i8", "area:<f8")));
        assertTrue(refused("peaks", PEAKS, "areas", RecordType.of("time:<i8", "endtime:<i8", "area:<f4[2]"))
                .contains("area <f4[2] in data type 'areas'"));
    }

    @Test
    void typesWithoutTimesOrInOtherUnitsAreRefused() {
        assertTrue(refused("peaks", PEAKS, "plain", RecordType.of("a:<i2")).contains("'plain' cannot be joined"));
        assertTrue(refused("peaks", PEAKS, "fine", PEAKS.picoseconds())
                .contains("'peaks' counts time in ns but 'fine' in ps"));
        assertThrows(IllegalArgumentException.class, () -> RecordJoin.of(new LinkedHashMap<>()));
    }

    @Test
    void twoTypesOfInstantsDoNotMakeADuration() {
        RecordType lengths = RecordType.of("time:<i8", "length:<i4").instantaneous();
        RecordType steps = RecordType.of("time:<i8", "dt:<i4").instantaneous();
        assertTrue(refused("lengths", lengths, "steps", steps).contains("would make a duration"));
    }

    @Test
    void theJoinIsDisjointIfAllTypesAre() {
        assertTrue(join("a", PEAKS.disjoint(), "b", POSITIONS.disjoint()).type().isDisjoint());
        assertFalse(join("a", PEAKS.disjoint(), "b", POSITIONS).type().isDisjoint());
        assertTrue(join("a", POSITIONS, "b", POSITIONS).type().isInstantaneous());
    }
}
