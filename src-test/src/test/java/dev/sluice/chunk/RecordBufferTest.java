package dev.sluice.chunk;

import static dev.sluice.chunk.TestChunks.INSTANTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.LongField;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingMemory;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordBufferTest {
    private static final LongField TIME = INSTANTS.longField("time");

    private int arenas;
    private long next;

    /// So many records, with times that go on from those before.
    private Records records(Arena arena, int count) {
        Records records = Records.allocate(INSTANTS, count, arena);
        for (int i = 0; i < count; i++) {
            TIME.set(records, i, next++);
        }
        return records;
    }

    private RecordBuffer buffer() {
        WorkingMemory counted = owner -> {
            arenas++;
            return Arena.ofShared();
        };
        return new RecordBuffer(INSTANTS, counted, "a test");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsHeldIsWhatWasAppendedAndNotDropped(long seed) {
        Random random = new Random(seed);
        ArrayDeque<Long> expected = new ArrayDeque<>();
        try (Arena arena = Arena.ofConfined();
                RecordBuffer buffer = buffer()) {
            for (int round = 0; round < 500; round++) {
                long before = next;
                buffer.append(records(arena, random.nextInt(20)));
                for (long time = before; time < next; time++) {
                    expected.add(time);
                }
                int dropped = random.nextInt(Math.min(30, expected.size() + 1));
                buffer.drop(dropped);
                for (int i = 0; i < dropped; i++) {
                    expected.remove();
                }
                assertEquals(expected.size(), buffer.count());
                assertEquals(expected.size(), buffer.records().count());
                int index = 0;
                for (long time : expected) {
                    assertEquals(time, TIME.get(buffer.records(), index++));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,7", "1,1", "5,10", "10,10", "15,10", "20,10", "25,10", "30,1", "31,2", "1000,3", "1000,999"})
    void aSteadyStateTakesNoMemoryHoweverMuchIsHeld(int held, int appended) {
        try (Arena arena = Arena.ofConfined();
                RecordBuffer buffer = buffer()) {
            buffer.append(records(arena, held));
            for (int round = 0; round < 2 * held + 2; round++) {
                buffer.append(records(arena, appended));
                buffer.drop(appended);
            }
            int begun = arenas;
            for (int round = 0; round < 2000; round++) {
                buffer.append(records(arena, appended));
                buffer.drop(appended);
            }
            assertEquals(begun, arenas, "memory is taken anew though as much is held as before");
            assertEquals(held, buffer.count());
        }
    }

    @Test
    void theFirstRecordsTakeNoMoreThanTheyNeed() {
        try (Arena arena = Arena.ofConfined();
                ChunkPool pool = new ChunkPool(1 << 20);
                RecordBuffer buffer = new RecordBuffer(INSTANTS, pool::arena, "a test")) {
            Records many = records(arena, 10_000);
            buffer.append(many);
            assertTrue(pool.reservedBytes() < 1.1 * many.byteSize(), pool.reservedBytes() + " bytes are taken");
        }
    }
}
