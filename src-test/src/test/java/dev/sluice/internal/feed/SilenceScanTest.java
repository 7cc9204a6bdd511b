package dev.sluice.internal.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Loss;
import dev.sluice.plugin.Silence;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Where a stream may be cut at silences, against a list of all of them.
final class SilenceScanTest {
    private static final RecordType SPANS = RecordType.of("time:<i8", "endtime:<i8");
    private static final RecordType INSTANTS = RecordType.of("time:<i8").instantaneous();
    private static final RecordType SAMPLES = RecordType.of("time:<i8", "length:<i4", "dt:<i2");

    private final ChunkPool pool = new ChunkPool(1 << 20);
    private final List<RecordQueue> queues = new ArrayList<>();

    @AfterEach
    void close() {
        queues.forEach(RecordQueue::close);
        pool.close();
    }

    private RecordQueue queue(RecordType type) {
        RecordQueue queue = new RecordQueue(type, pool, "spans");
        queues.add(queue);
        return queue;
    }

    /// Appends a chunk over `[start, end)`; `rows` are pairs of start and end.
    private static void append(RecordQueue queue, RecordType type, long start, long end, long... rows) {
        queue.append(chunk(type, start, end, rows).chunk());
    }

    private static ChunkWindow chunk(RecordType type, long start, long end, long... rows) {
        Records records = Records.allocate(type, rows.length / 2, Arena.ofAuto());
        for (int i = 0; i < rows.length / 2; i++) {
            type.longField("time").set(records, i, rows[2 * i]);
            if (type.has("endtime")) {
                type.longField("endtime").set(records, i, rows[2 * i + 1]);
            } else if (type.has("dt")) {
                type.longField("length").set(records, i, (rows[2 * i + 1] - rows[2 * i]) / 2);
                type.longField("dt").set(records, i, 2);
            }
        }
        ChunkWindow window = new ChunkWindow(type);
        window.show(Chunk.of(records, start, end, "run", "spans"), 0, "spans");
        return window;
    }

    @Test
    void aSilenceIsMeasuredFromTheGreatestEndAndCutsBeforeTheNextStart() {
        RecordQueue queue = queue(SPANS);
        append(queue, SPANS, 0, 100, 0, 60, 5, 10, 50, 55, 70, 80);
        SilenceScan scan = new SilenceScan(SPANS, Silence.of(10).startingBefore(3), 0);
        scan.look(queue, 75, 0);
        assertEquals(67, scan.first());
        assertEquals(67, scan.last());
        SilenceScan longer = new SilenceScan(SPANS, Silence.of(11).startingBefore(3), 0);
        longer.look(queue, 75, 0);
        assertEquals(SilenceScan.NONE, longer.last());
    }

    @Test
    void theEndOfWhatIsLookedAtStandsForTheNextRecord() {
        RecordQueue queue = queue(SPANS);
        append(queue, SPANS, 0, 100, 0, 60);
        append(queue, SPANS, 100, 200, 130, 140);
        SilenceScan scan = new SilenceScan(SPANS, Silence.of(30).startingBefore(3), 0);
        scan.look(queue, 100, 0);
        assertEquals(97, scan.last());
        scan.pass(97);
        assertEquals(SilenceScan.NONE, scan.last());
        // The same silence is not cut again at its other end.
        scan.look(queue, 135, 97);
        assertEquals(SilenceScan.NONE, scan.last());
        scan.look(queue, 200, 97);
        assertEquals(197, scan.last());
    }

    @Test
    void aStreamWithoutRecordsIsCutAsTimeGoesOn() {
        RecordQueue queue = queue(INSTANTS);
        append(queue, INSTANTS, 0, 100);
        SilenceScan scan = new SilenceScan(INSTANTS, Silence.of(50).startingBefore(20), 0);
        scan.look(queue, 20, 0);
        assertEquals(SilenceScan.NONE, scan.last());
        scan.look(queue, 100, 0);
        assertEquals(80, scan.last());
    }

    @Test
    void aLostIntervalIsNoSilence() {
        RecordQueue queue = queue(INSTANTS);
        ChunkWindow lossy = chunk(INSTANTS, 0, 100, 10, 10, 60, 60);
        lossy.addLoss(new Loss(30, 40, "torn"));
        queue.append(lossy.chunk());
        SilenceScan scan = new SilenceScan(INSTANTS, Silence.of(21), 0);
        scan.look(queue, 80, 0);
        assertEquals(SilenceScan.NONE, scan.last());
        SilenceScan shorter = new SilenceScan(INSTANTS, Silence.of(20), 0);
        shorter.look(queue, 80, 0);
        assertEquals(60, shorter.first());
    }

    @Test
    void aLossAtTheEndOfAChunkAndOneWithoutDurationAreNoSilence() {
        RecordQueue queue = queue(INSTANTS);
        ChunkWindow first = chunk(INSTANTS, 0, 50, 10, 10);
        first.addLoss(new Loss(20, 20, "torn"));
        first.addLoss(new Loss(50, 50, "torn"));
        queue.append(first.chunk());
        append(queue, INSTANTS, 50, 100, 60, 60);
        SilenceScan scan = new SilenceScan(INSTANTS, Silence.of(31), 0);
        scan.look(queue, 50, 0);
        scan.look(queue, 70, 0);
        assertEquals(SilenceScan.NONE, scan.last());
    }

    @Test
    void aSilenceIsAsLongAsTheTimesOfInt64LieApart() {
        RecordQueue queue = queue(INSTANTS);
        append(queue, INSTANTS, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 5, 0, Long.MAX_VALUE - 5, 0);
        SilenceScan scan = new SilenceScan(INSTANTS, Silence.of(Long.MAX_VALUE - 1), Long.MIN_VALUE);
        scan.look(queue, Long.MAX_VALUE - 1, Long.MIN_VALUE);
        assertEquals(Long.MAX_VALUE - 5, scan.last());
        SilenceScan none = new SilenceScan(INSTANTS, Silence.over(Long.MAX_VALUE), Long.MIN_VALUE);
        none.look(queue, Long.MAX_VALUE - 1, Long.MIN_VALUE);
        assertEquals(SilenceScan.NONE, none.last());
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    /// However many records are looked at at once, and whatever says when they end.
    @ParameterizedTest
    @MethodSource("seeds")
    void theFirstAndTheLastSilenceOfARandomStreamAreFound(long seed) {
        Random random = new Random(seed);
        RecordType type = List.of(SPANS, INSTANTS, SAMPLES).get(random.nextInt(3));
        int count = 1 + random.nextInt(700);
        long[] rows = new long[2 * count];
        long time = 0;
        for (int i = 0; i < count; i++) {
            time += random.nextInt(8);
            rows[2 * i] = time;
            rows[2 * i + 1] = type == INSTANTS ? time : time + 2L * random.nextInt(random.nextInt(9) == 0 ? 30 : 4);
        }
        long length = 2 + random.nextInt(6);
        long before = random.nextInt((int) length);
        Silence silence = Silence.of(length).startingBefore(before);
        if (random.nextInt(4) == 0) {
            LongField start = INSTANTS.longField("time");
            type = INSTANTS;
            silence = silence.reaching((records, index) -> start.get(records, index) + 3);
            for (int i = 0; i < count; i++) {
                rows[2 * i + 1] = rows[2 * i] + 3;
            }
        }
        RecordQueue queue = queue(type);
        append(queue, type, 0, time + 100, rows);
        SilenceScan scan = new SilenceScan(type, silence, 0);
        long looked = 0;
        long floor = 0;
        while (looked < time) {
            looked += 1 + random.nextInt(120);
            scan.look(queue, looked, floor);
            List<Long> cuts = cuts(rows, length, before, looked, floor);
            assertEquals(cuts.isEmpty() ? SilenceScan.NONE : cuts.getFirst(), scan.first(), "seed=" + seed);
            assertEquals(cuts.isEmpty() ? SilenceScan.NONE : cuts.getLast(), scan.last(), "seed=" + seed);
            if (!cuts.isEmpty()) {
                floor = cuts.getLast();
                scan.pass(floor);
            }
        }
    }

    /// All cuts after `floor` at silences before records that start before `until`, or before `until` itself; the
    /// silence at whose beginning `floor` lies is none.
    private static List<Long> cuts(long[] rows, long length, long before, long until, long floor) {
        List<Long> cuts = new ArrayList<>();
        long reach = Long.MIN_VALUE;
        for (int i = 0; i <= rows.length; i += 2) {
            long next = i < rows.length ? Math.min(rows[i], until) : until;
            boolean silent = reach == Long.MIN_VALUE ? next == until : next - reach >= length;
            if (silent && next - before > floor && (reach == Long.MIN_VALUE || floor <= reach)) {
                cuts.add(next - before);
            } else if (silent && next == until && next - before > floor) {
                cuts.add(next - before);
            }
            if (next == until) {
                break;
            }
            reach = Math.max(reach, rows[i + 1]);
        }
        return cuts;
    }
}
