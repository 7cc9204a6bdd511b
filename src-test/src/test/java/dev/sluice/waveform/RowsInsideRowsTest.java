package dev.sluice.waveform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowsInsideRowsTest {
    private static final RecordType EVENTS = RecordType.of("id:<i2", "time:<i8", "endtime:<i8");
    private static final RecordType PEAKS = RecordType.of("time:<i8", "length:<i4", "dt:<i2", "area:<f4");
    private static final RecordType MARKS = RecordType.of("time:<i8", "id:|i1").instantaneous();

    private static Records random(RecordType type, Random random, int count) {
        long[] times = random.longs(count, 0, 200).sorted().toArray();
        Records records = Records.allocate(type, count, Arena.ofAuto());
        for (int i = 0; i < count; i++) {
            long duration = random.nextInt(type == EVENTS ? 40 : 9);
            type.longField("time").set(records, i, times[i]);
            if (type == EVENTS) {
                type.longField("endtime").set(records, i, times[i] + duration);
            } else if (type == PEAKS) {
                type.longField("length").set(records, i, duration);
                type.longField("dt").set(records, i, 2);
            }
        }
        return records;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void thingsBeforeTheRangeEndEarlierAndThingsBehindItStartLater(long seed) {
        Random random = new Random(seed);
        RecordType inside = seed % 2 == 0 ? PEAKS : MARKS;
        long window = random.nextInt(7) - 1;
        try (TouchingRecords touching = TouchingRecords.of(EVENTS, inside, window)) {
            for (int round = 0; round < 30; round++) {
                Records events = random(EVENTS, random, random.nextInt(20));
                Records things = random(inside, random, random.nextInt(60));
                touching.find(events, things);
                for (long event = 0; event < events.count(); event++) {
                    long from = EVENTS.times().start(events, event) - window;
                    long to = EVENTS.times().end(events, event) + window;
                    checkRange(touching, event, things, from, to, "seed=" + seed + " event=" + event);
                }
            }
        }
    }

    private static void checkRange(
            TouchingRecords touching, long event, Records things, long from, long to, String at) {
        RecordTimes times = things.type().times();
        long first = 0;
        while (first < things.count() && times.end(things, first) <= from) {
            first++;
        }
        long last = things.count();
        while (last > 0 && times.start(things, last - 1) >= to) {
            last--;
        }
        assertEquals(first, touching.from(event), at);
        assertEquals(Math.max(first, last), touching.to(event), at);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyThingIsInTheFirstRowThatHoldsItWhole(long seed) {
        Random random = new Random(seed);
        RecordType inside = seed % 2 == 0 ? PEAKS : MARKS;
        try (Containment containment = Containment.of(inside, EVENTS)) {
            for (int round = 0; round < 30; round++) {
                Records events = random(EVENTS, random, random.nextInt(20));
                Records things = random(inside, random, random.nextInt(60));
                containment.find(things, events);
                for (long thing = 0; thing < things.count(); thing++) {
                    assertEquals(firstAround(things, thing, events), containment.containerOf(thing), "seed=" + seed);
                }
            }
        }
    }

    private static long firstAround(Records things, long thing, Records events) {
        long start = things.type().times().start(things, thing);
        long end = things.type().times().end(things, thing);
        for (long event = 0; event < events.count(); event++) {
            long until = EVENTS.times().end(events, event);
            if (EVENTS.times().start(events, event) <= start && start < until && end <= until) {
                return event;
            }
        }
        return Containment.NOWHERE;
    }

    @Test
    void rowsThatWereNotSearchedHaveNoAnswer() {
        Records events = random(EVENTS, new Random(1), 3);
        Records things = random(PEAKS, new Random(1), 4);
        TouchingRecords touching = TouchingRecords.of(EVENTS, PEAKS, 0);
        assertThrows(IndexOutOfBoundsException.class, () -> touching.from(0));
        touching.find(events, things);
        assertThrows(IndexOutOfBoundsException.class, () -> touching.to(3));
        touching.close();
        assertThrows(IndexOutOfBoundsException.class, () -> touching.from(0));
        try (Containment containment = Containment.of(PEAKS, EVENTS)) {
            containment.find(things, events);
            assertThrows(IndexOutOfBoundsException.class, () -> containment.containerOf(4));
            assertThrows(IllegalArgumentException.class, () -> containment.find(events, things));
        }
    }

    @Test
    void typesOfDifferentUnitsAreRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> TouchingRecords.of(EVENTS, PEAKS.picoseconds(), 0))
                .getMessage();
        assertTrue(message.startsWith("the types count time in different units: ns in"), message);
        assertThrows(IllegalArgumentException.class, () -> Containment.of(PEAKS.picoseconds(), EVENTS));
    }

    @Test
    void chunksAllocateNothingOnceTheLargestWasSeen() {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Records events = random(EVENTS, new Random(5), 20);
        Records things = random(PEAKS, new Random(6), 60);
        try (TouchingRecords touching = TouchingRecords.of(EVENTS, PEAKS, 3);
                Containment containment = Containment.of(PEAKS, EVENTS)) {
            long sum = search(touching, containment, events, things, 20_000);
            long before = threads.getCurrentThreadAllocatedBytes();
            sum += search(touching, containment, events, things, 20_000);
            long perRound = (threads.getCurrentThreadAllocatedBytes() - before) / 20_000;
            assertEquals(0, perRound, "bytes per round, sum=" + sum);
        }
    }

    private static long search(
            TouchingRecords touching, Containment containment, Records events, Records things, int rounds) {
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            touching.find(events, things);
            containment.find(things, events);
            sum += touching.to(19) - touching.from(19) + containment.containerOf(59);
        }
        return sum;
    }
}
