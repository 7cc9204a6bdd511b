package dev.sluice.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ColumnsTest {
    private static final RecordType HITS = RecordType.parse("[(('Start [ns]', 'time'), '<i8'), ('length', '<i4'),"
                    + " ('', '|V2'), ('dt', '<i2'), ('channel', '<i2'), ('area', '<f4'), ('wave', '<i2', (2, 3))]")
            .picoseconds()
            .disjoint();

    private static List<String> names(RecordType type) {
        return type.fields().stream().map(Field::name).toList();
    }

    @Test
    void keptFieldsArePackedInTheOrderOfTheTypeWithWhatTellsTimes() {
        RecordType type = Columns.keep(HITS, "wave", "channel").type();
        assertEquals(
                "[(('Start [ns]', 'time'), '<i8'), ('length', '<i4'), ('dt', '<i2'), ('channel', '<i2'),"
                        + " ('wave', '<i2', (2, 3))]",
                type.descr());
        assertEquals(28, type.size());
        assertTrue(type.isDisjoint());
        assertEquals(HITS.timeResolution(), type.timeResolution());
    }

    @Test
    void theEndFieldStaysAndNoFieldIsAddedToInstants() {
        RecordType ending = RecordType.of("endtime:<i8", "dt:<i2", "length:<i2", "x:<f4", "time:<i8");
        assertEquals(
                List.of("endtime", "x", "time"), names(Columns.keep(ending, "x").type()));
        assertEquals(
                List.of("endtime", "x", "time"),
                names(Columns.drop(ending, "dt", "length").type()));
        RecordType instants = RecordType.of("time:<i8", "x:<f4", "y:<f4").instantaneous();
        RecordType kept = Columns.keep(instants, "y").type();
        assertEquals(List.of("time", "y"), names(kept));
        assertTrue(kept.isInstantaneous());
    }

    @Test
    void aTypeWithoutTimesMayLoseAnyField() {
        RecordType plain = RecordType.of("a:<i2", "b:<i2");
        assertEquals(List.of("b"), names(Columns.drop(plain, "a").type()));
        assertThrows(IllegalArgumentException.class, () -> Columns.drop(plain, "a", "b"));
        assertThrows(IllegalArgumentException.class, () -> Columns.keep(plain));
    }

    @Test
    void droppingWhatTellsTimesIsRefusedWithTheReason() {
        String message = assertThrows(IllegalArgumentException.class, () -> Columns.drop(HITS, "area", "dt"))
                .getMessage();
        assertEquals(
                "field 'dt' cannot be dropped: chunks need it, because [dt, length, time] say when a record starts"
                        + " and ends; drop other fields only",
                message);
    }

    @Test
    void anUnknownOrRepeatedNameIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> Columns.keep(HITS, "chanel"))
                .getMessage();
        assertTrue(message.contains("did you mean 'channel'?"), message);
        assertThrows(IllegalArgumentException.class, () -> Columns.drop(HITS, "chanel"));
        assertThrows(IllegalArgumentException.class, () -> Columns.keep(HITS, "area", "area"));
    }

    @Test
    void recordsAreCopiedWholeOrBySelection() {
        Records hits = Records.allocate(HITS, 4, Arena.ofAuto());
        for (int i = 0; i < 4; i++) {
            HITS.longField("time").set(hits, i, 100 + i);
            HITS.doubleField("area").set(hits, i, 1.5 * i);
            HITS.longField("wave").set(hits, i, 5, -i);
        }
        Columns columns = Columns.keep(HITS, "area", "wave");
        Records all = Records.allocate(columns.type(), 4, Arena.ofAuto());
        columns.into(hits, all);
        assertEquals(103, columns.type().longField("time").get(all, 3));
        assertEquals(4.5, columns.type().doubleField("area").get(all, 3));
        assertEquals(-3, columns.type().longField("wave").get(all, 3, 5));

        long[] indices = new long[4];
        long found = RecordFilter.parse("area > 1 and area < 4", HITS).select(hits, indices);
        Records some = Records.allocate(columns.type(), found, Arena.ofAuto());
        columns.gather(hits, indices, found, some);
        long[] times = {
            columns.type().longField("time").get(some, 0),
            columns.type().longField("time").get(some, 1)
        };
        assertArrayEquals(new long[] {101, 102}, times);
        assertEquals(HITS, columns.source());
    }
}
