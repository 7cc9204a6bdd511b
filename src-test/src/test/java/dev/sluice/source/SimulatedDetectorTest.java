package dev.sluice.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Continuity;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.record.LongField;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SimulatedDetectorTest {
    private static final LongField TIME = SimulatedDetector.TYPE.longField("time");
    private static final LongField ENDTIME = SimulatedDetector.TYPE.longField("endtime");
    private static final LongField CHANNEL = SimulatedDetector.TYPE.longField("channel");
    private static final LongField WAVE = SimulatedDetector.TYPE.longField("wave");
    private static final double MEAN_INTERVAL = 6250;

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 64, 1000})
    void theSameSeedGivesTheSameBytesWhateverTheChunks(long chunkRecords) {
        assertArrayEquals(bytes(300, 5, 100_000), bytes(300, 5, chunkRecords));
    }

    @Test
    void anotherSeedGivesOtherBytes() {
        assertFalse(Arrays.equals(bytes(50, 5, 50), bytes(50, 6, 50)));
    }

    @Test
    void aShorterRunIsTheStartOfALongerOne() {
        byte[] longer = bytes(80, 5, 64);
        assertArrayEquals(bytes(50, 5, 64), Arrays.copyOf(longer, 50 * SimulatedDetector.TYPE.size()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void timesAreSortedAndPoissonAndChannelsUniform(long seed) {
        long count = 5000;
        long[] perChannel = new long[16];
        long first = -1;
        long last = -1;
        try (Context context = Context.create()
                        .register(SimulatedDetector.ofRecords(count).withSeed(seed));
                ChunkStream stream = context.streaming("run").getStream("st_waveforms_stream")) {
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++) {
                    long time = TIME.get(chunk.records(), i);
                    assertTrue(time > last, "seed=" + seed + ", time=" + time + ", before=" + last);
                    assertEquals(time + 1600, ENDTIME.get(chunk.records(), i));
                    first = first < 0 ? time : first;
                    last = time;
                    perChannel[(int) CHANNEL.get(chunk.records(), i)]++;
                }
            }
        }
        double mean = (last - first) / (count - 1.0);
        assertEquals(MEAN_INTERVAL + 0.5, mean, 5 * MEAN_INTERVAL / Math.sqrt(count), "seed=" + seed);
        double expected = count / 16.0;
        for (long found : perChannel) {
            assertEquals(expected, found, 5 * Math.sqrt(expected), "seed=" + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pulsesStartNearSample55AndStayInTheRangeOfTheDigitiser(long seed) {
        int pulses = 0;
        try (Context context = Context.create()
                        .register(SimulatedDetector.ofRecords(400).withSeed(seed));
                ChunkStream stream = context.streaming("run").getStream("st_waveforms_stream")) {
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++) {
                    pulses += checkPulse(chunk.records(), i, "seed=" + seed + ", record=" + i) ? 1 : 0;
                }
            }
        }
        assertTrue(pulses > 200, "seed=" + seed + ", pulses=" + pulses);
    }

    private static boolean checkPulse(Records records, long index, String at) {
        long lowest = Long.MAX_VALUE;
        int where = -1;
        for (int i = 0; i < 800; i++) {
            long sample = WAVE.get(records, index, i);
            assertTrue(sample >= 0 && sample < 1 << 14, at + ", sample=" + sample);
            if (i < 50 || i >= 460) {
                assertEquals(14_000, sample, 25, at + ", outside the pulse");
            }
            where = sample < lowest ? i : where;
            lowest = Math.min(lowest, sample);
        }
        boolean pulse = lowest < 13_900;
        assertTrue(!pulse || (where >= 50 && where < 65), at + ", lowest sample at " + where);
        return pulse;
    }

    @Test
    void chunksTileTheRunAndTheLastEndsWithItsLastRecord() {
        Continuity continuity = new Continuity();
        long end = 0;
        try (Context context = Context.create().register(SimulatedDetector.ofRecords(100));
                ChunkStream stream = context.streaming("run").chunkRecords(7).getStream("st_waveforms_stream")) {
            for (Chunk chunk : stream) {
                continuity.accept(chunk);
                end = chunk.end();
                assertTrue(chunk.latestEnd() <= end || chunk.overhang() < 1600);
            }
            assertEquals(15, stream.summary().chunks());
            assertEquals(end, stream.summary().end());
        }
    }

    @Test
    void aRangeOfTimeGivesTheRecordsThatTheWholeRunHasThere() {
        byte[] all = bytes(300, 5, 300);
        try (Context context = Context.create()
                        .register(SimulatedDetector.ofRecords(300).withSeed(5));
                ChunkStream stream = context.streaming("run")
                        .chunkRecords(20)
                        .getStream("st_waveforms_stream", TimeRange.of(500_000, 1_000_000))) {
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            for (Chunk chunk : stream) {
                assertTrue(chunk.start() >= 500_000 && chunk.end() <= 1_000_000, chunk.toString());
                append(part, chunk);
            }
            assertEquals(500_000, stream.summary().start());
            assertEquals(1_000_000, stream.summary().end());
            int size = SimulatedDetector.TYPE.size();
            int from = 0;
            while (timeAt(all, from) < 500_000) {
                from++;
            }
            int to = from;
            while (timeAt(all, to) < 1_000_000) {
                to++;
            }
            assertTrue(to - from > 40, "records=" + (to - from));
            assertArrayEquals(Arrays.copyOfRange(all, from * size, to * size), part.toByteArray());
        }
    }

    @Test
    void anEndlessDetectorStartsAtOnceAndStopsWhenClosed() {
        try (Context context = Context.create().register(SimulatedDetector.ofRecords(SimulatedDetector.ENDLESS));
                ChunkStream stream = context.streaming("run").chunkRecords(5).getStream("st_waveforms_stream")) {
            Iterator<Chunk> chunks = stream.iterator();
            for (int i = 0; i < 100; i++) {
                assertEquals(5, chunks.next().length());
            }
        }
    }

    @Test
    void aRunWithoutRecordsHasNoChunks() {
        assertEquals(0, bytes(0, 1, 10).length);
    }

    @Test
    void aNegativeNumberOfRecordsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SimulatedDetector.ofRecords(-1));
    }

    private static long timeAt(byte[] records, int index) {
        return ByteBuffer.wrap(records).order(ByteOrder.LITTLE_ENDIAN).getLong(index * SimulatedDetector.TYPE.size());
    }

    private static byte[] bytes(long count, long seed, long chunkRecords) {
        try (Context context = Context.create()
                        .register(SimulatedDetector.ofRecords(count).withSeed(seed));
                ChunkStream stream =
                        context.streaming("run").chunkRecords(chunkRecords).getStream("st_waveforms_stream")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (Chunk chunk : stream) {
                append(bytes, chunk);
            }
            return bytes.toByteArray();
        }
    }

    private static void append(ByteArrayOutputStream bytes, Chunk chunk) {
        bytes.writeBytes(chunk.records()
                .segment()
                .asSlice(chunk.records().byteOffset(), chunk.nbytes())
                .toArray(ValueLayout.JAVA_BYTE));
    }
}
