package dev.sluice.analysis.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingMemory;
import dev.sluice.waveform.StraxTypes;
import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The record of a hit: its number is a hint, and what counts is where the hit lies.
final class NumberedHitsTest {
    private static final RecordType RECORDS = StraxTypes.record(10);
    private static final RecordType HITS = StraxTypes.HIT;

    /// Hits that number the records of the run, of none, or of another one.
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void theRecordIsTheFirstOfItsStartAndChannelWhateverTheNumber(long seed) {
        Random random = new Random(seed);
        try (Arena arena = Arena.ofConfined()) {
            int count = 3000;
            Records records = Records.allocate(RECORDS, count, arena);
            for (int i = 0; i < count; i++) {
                // Two records of one start and channel now and then: the first one counts.
                boolean again = i > 0 && random.nextInt(5) == 0;
                set(records, i, "time", again ? get(records, i - 1, "time") : 100L * i);
                set(records, i, "channel", again ? get(records, i - 1, "channel") : random.nextInt(3));
                set(records, i, "dt", 10);
            }
            Records hits = Records.allocate(HITS, 2500, arena);
            long[] expected = new long[2500];
            for (int i = 0; i < 2500; i++) {
                int of = random.nextInt(count);
                int left = random.nextInt(8);
                hit(hits, i, get(records, of, "time") + 10L * left, left, get(records, of, "channel"));
                set(hits, i, "record_i", seed == 0 ? -1 : seed == 1 ? random.nextInt(9000) : 5000 + of);
                expected[i] = of;
                while (expected[i] > 0
                        && get(records, (int) expected[i] - 1, "time") == get(records, of, "time")
                        && get(records, (int) expected[i] - 1, "channel") == get(records, of, "channel")) {
                    expected[i]--;
                }
            }
            try (NumberedHits numbered = new NumberedHits(HITS, RECORDS, 200, WorkingMemory.UNCOUNTED)) {
                for (int round = 0; round < 2; round++) {
                    Records found = numbered.of(hits, 100, 2500, records);
                    for (int i = 0; i < found.count(); i++) {
                        assertEquals(expected[100 + i], get(found, i, "record_i"), "seed=" + seed + " hit=" + i);
                    }
                    // The next chunk shows fewer of the records: other indices, the same numbers.
                    Records later = records.slice(1000, count);
                    for (int i = 0; i < 2500; i++) {
                        if (expected[i] >= 1000) {
                            Records one = numbered.of(hits, i, i + 1, later);
                            assertEquals(expected[i] - 1000, get(one, 0, "record_i"), "seed=" + seed + " hit=" + i);
                        }
                    }
                }
            }
        }
    }

    @Test
    void theNumberOfTheFirstRecordFollowsFromThatOfAHit() {
        try (Arena arena = Arena.ofConfined();
                NumberedHits numbered = new NumberedHits(HITS, RECORDS, 200, WorkingMemory.UNCOUNTED)) {
            Records records = Records.allocate(RECORDS, 5, arena);
            for (int i = 0; i < 5; i++) {
                set(records, i, "time", 100L * i);
                set(records, i, "channel", i % 2);
                set(records, i, "dt", 10);
            }
            Records hits = Records.allocate(HITS, 2, arena);
            hit(hits, 1, 330, 3, 1);
            set(hits, 1, "record_i", 73);
            assertEquals(70, numbered.numberOfFirst(hits, 1, records));
            assertEquals(72, numbered.numberOfFirst(hits, 1, records.slice(2, 5)));
        }
    }

    @Test
    void aHitWithoutARecordIsRefusedAlsoWhereItsNumberIsThatOfOne() {
        try (Arena arena = Arena.ofConfined();
                NumberedHits numbered = new NumberedHits(HITS, RECORDS, 200, WorkingMemory.UNCOUNTED)) {
            Records records = Records.allocate(RECORDS, 2, arena);
            set(records, 1, "time", 500);
            Records hits = Records.allocate(HITS, 2, arena);
            hit(hits, 0, 0, 0, 0);
            hit(hits, 1, 500, 0, 1);
            set(hits, 1, "record_i", 1);
            RuntimeException missing =
                    assertThrows(IllegalArgumentException.class, () -> numbered.of(hits, 0, 2, records));
            assertTrue(missing.getMessage().contains("channel=1 time=500"), missing.getMessage());
            hit(hits, 1, 500, 0, 0);
            set(hits, 1, "length", 21);
            RuntimeException tooLong =
                    assertThrows(IllegalArgumentException.class, () -> numbered.of(hits, 0, 2, records));
            assertTrue(tooLong.getMessage().contains("longest_record=200"), tooLong.getMessage());
        }
    }

    private static void hit(Records hits, int index, long time, int left, long channel) {
        set(hits, index, "time", time);
        set(hits, index, "length", 2);
        set(hits, index, "dt", 10);
        set(hits, index, "left", left);
        set(hits, index, "channel", channel);
    }

    private static long get(Records records, int index, String field) {
        return records.type().longField(field).get(records, index);
    }

    private static void set(Records records, int index, String field, long value) {
        records.type().longField(field).set(records, index, value);
    }
}
