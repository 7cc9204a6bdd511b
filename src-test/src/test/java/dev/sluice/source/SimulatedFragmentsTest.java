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
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// C21: targets of raw records ran only from a file.
final class SimulatedFragmentsTest {
    private static final LongField TIME = SimulatedFragments.TYPE.longField("time");
    private static final LongField LENGTH = SimulatedFragments.TYPE.longField("length");
    private static final LongField CHANNEL = SimulatedFragments.TYPE.longField("channel");
    private static final LongField PULSE_LENGTH = SimulatedFragments.TYPE.longField("pulse_length");
    private static final LongField FRAGMENT = SimulatedFragments.TYPE.longField("record_i");
    private static final LongField DATA = SimulatedFragments.TYPE.longField("data");

    private static byte[] bytes(long records, long seed, long chunkRecords, TimeRange range) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Context context = Context.create()
                        .register(SimulatedFragments.ofRecords(records).withSeed(seed));
                ChunkStream stream =
                        context.streaming("run").chunkRecords(chunkRecords).getStream("raw_records", range)) {
            Continuity continuity = new Continuity();
            for (Chunk chunk : stream) {
                continuity.accept(chunk);
                Records all = chunk.records();
                bytes.writeBytes(all.segment()
                        .asSlice(all.byteOffset(), all.count() * SimulatedFragments.TYPE.size())
                        .toArray(ValueLayout.JAVA_BYTE));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(long records, long seed, long chunkRecords) {
        return bytes(records, seed, chunkRecords, TimeRange.UNBOUNDED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 130, 5000})
    void theSameSeedGivesTheSameBytesWhateverTheChunks(long chunkRecords) {
        byte[] whole = bytes(900, 5, 100_000);
        assertEquals(900 * SimulatedFragments.TYPE.size(), whole.length);
        assertArrayEquals(whole, bytes(900, 5, chunkRecords));
        assertFalse(Arrays.equals(whole, bytes(900, 6, chunkRecords)));
        assertArrayEquals(Arrays.copyOf(whole, 333 * SimulatedFragments.TYPE.size()), bytes(333, 5, chunkRecords));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fragmentsAreSortedAndThoseOfAPulseFollowEachOther(long seed) {
        Map<Long, Long> nextStart = new HashMap<>();
        Map<Long, Long> nextFragment = new HashMap<>();
        TreeSet<Long> fragmentsOfPulses = new TreeSet<>();
        long before = Long.MIN_VALUE;
        long channels = 0;
        long beyondNoise = 0;
        try (Context context = Context.create()
                        .register(SimulatedFragments.ofRecords(3000).withSeed(seed));
                ChunkStream stream = context.streaming("run").getStream("raw_records")) {
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++) {
                    Records all = chunk.records();
                    String at = "seed=" + seed + ", record=" + i;
                    long time = TIME.get(all, i);
                    long channel = CHANNEL.get(all, i);
                    long key = time * 1000 + channel;
                    assertTrue(key > before, at);
                    before = key;
                    long fragment = FRAGMENT.get(all, i);
                    long length = PULSE_LENGTH.get(all, i);
                    assertTrue(length >= 100 && length <= 330, at);
                    assertEquals(Math.min(110, length - 110 * fragment), LENGTH.get(all, i), at);
                    if (fragment > 0) {
                        assertEquals(nextStart.get(channel), time, at);
                        assertEquals(nextFragment.get(channel), fragment, at);
                    }
                    nextStart.put(channel, time + 1100);
                    nextFragment.put(channel, fragment + 1);
                    fragmentsOfPulses.add(fragment);
                    channels = Math.max(channels, channel + 1);
                    beyondNoise += checkSamples(all, i, fragment, at) ? 1 : 0;
                }
            }
        }
        assertEquals(new TreeSet<>(java.util.List.of(0L, 1L, 2L)), fragmentsOfPulses);
        assertTrue(channels > 400 && channels <= 494, "channels=" + channels);
        // Of about 1300 pulses, exp(-40 / 120) are higher than 40 ADC counts.
        assertTrue(beyondNoise > 800, "beyondNoise=" + beyondNoise);
    }

    /// Noise before the onset, zeros after the length; whether a pulse stands out of the noise.
    private static boolean checkSamples(Records all, long i, long fragment, String at) {
        long least = Long.MAX_VALUE;
        for (int sample = 0; sample < 110; sample++) {
            long value = DATA.get(all, i, sample);
            if (sample >= LENGTH.get(all, i)) {
                assertEquals(0, value, at);
            } else {
                least = Math.min(least, value);
                if (fragment == 0 && sample < 50) {
                    assertEquals(16_000, value, 25, at);
                }
            }
        }
        return least < 15_960;
    }

    @Test
    void aRangeHasTheFragmentsThatStartInIt() {
        byte[] whole = bytes(2000, 3, 100);
        long from = 400_000;
        long to = 900_000;
        byte[] range = bytes(2000, 3, 100, TimeRange.of(from, to));
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        int size = SimulatedFragments.TYPE.size();
        for (int at = 0; at < whole.length; at += size) {
            long time = java.nio.ByteBuffer.wrap(whole, at, 8)
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            if (time >= from && time < to) {
                expected.write(whole, at, size);
            }
        }
        assertTrue(expected.size() > 20 * size, "records=" + expected.size() / size);
        assertArrayEquals(expected.toByteArray(), range);
    }

    @Test
    void aNegativeNumberIsRefused() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SimulatedFragments.ofRecords(-1))
                .getMessage()
                .contains("sim-records=-1"));
        assertEquals(0, bytes(0, 1, 10).length);
    }
}
