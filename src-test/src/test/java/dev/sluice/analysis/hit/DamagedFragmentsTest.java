package dev.sluice.analysis.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.SimulatedFragments;
import dev.sluice.stream.ChunkStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a flipped bit in the header of a fragment costs under `skip`: the same for chunks of any size.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class DamagedFragmentsTest {
    private static final int RECORDS = 600;
    private static final List<String> FIELDS = List.of("time", "channel", "length", "dt", "record_i", "pulse_length");

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theResultsOfDamagedFragmentsDoNotDependOnTheChunkSize(long seed) {
        Random random = new Random(seed);
        Records raw = simulated();
        String damage = damage(raw, random);
        long start = random.nextLong(1_000_000);
        TimeRange part = TimeRange.of(start, start + random.nextLong(500_000));
        for (String target : List.of("records", "hits")) {
            for (TimeRange range : List.of(TimeRange.UNBOUNDED, part)) {
                byte[] whole = run(raw, target, 10_000, range);
                for (long chunk : new long[] {1, 7, 50, 300}) {
                    String where = "seed=" + seed + " " + damage + " " + target + " " + range + " chunk=" + chunk;
                    assertEquals(-1, Arrays.mismatch(whole, run(raw, target, chunk, range)), where);
                }
            }
        }
    }

    @Test
    void aFragmentWhosePulseHasLostItsFirstOneHasNoBaselineAndNoSamples() {
        Records raw = simulated();
        RecordType type = raw.type();
        long later = 0;
        while (type.longField("record_i").get(raw, later) != 1) {
            later++;
        }
        long first = later - 1;
        while (type.longField("channel").get(raw, first)
                != type.longField("channel").get(raw, later)) {
            first--;
        }
        type.longField("length").set(raw, first, -1);
        try (Context context = context(raw);
                ChunkStream stream =
                        context.streaming("run").onError(FailurePolicy.SKIP).getStream("records")) {
            Chunk chunk = stream.iterator().next();
            RecordType records = chunk.records().type();
            assertTrue(Float.isNaN(records.floatField("baseline").get(chunk.records(), later - 1)));
            assertEquals(0, records.longField("area").get(chunk.records(), later - 1));
            List<Loss> losses = stream.summary().losses();
            assertTrue(
                    losses.stream()
                            .anyMatch(loss -> loss.cause().contains("no baseline")
                                    && loss.cause().contains("record_i=1")),
                    losses::toString);
        }
    }

    /// Flips a bit of a field of some records; returns which.
    private static String damage(Records raw, Random random) {
        StringBuilder damage = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String field = FIELDS.get(random.nextInt(FIELDS.size()));
            long index = random.nextInt(RECORDS);
            int bit = random.nextInt(Byte.SIZE * raw.type().field(field).type().size());
            long place = raw.byteOffset()
                    + index * raw.type().size()
                    + raw.type().field(field).offset()
                    + bit / Byte.SIZE;
            byte flipped = (byte) (raw.segment().get(ValueLayout.JAVA_BYTE, place) ^ 1 << bit % Byte.SIZE);
            raw.segment().set(ValueLayout.JAVA_BYTE, place, flipped);
            damage.append(field)
                    .append('[')
                    .append(index)
                    .append("] bit ")
                    .append(bit)
                    .append(' ');
        }
        return damage.toString();
    }

    private static Records simulated() {
        try (Context context =
                Context.create().register(SimulatedFragments.ofRecords(RECORDS).withSeed(3))) {
            return context.streaming("r")
                    .getArray(Arena.ofAuto(), "raw_records")
                    .records();
        }
    }

    private static Context context(Records raw) {
        return Context.create().register(new RecordSource("raw_records", raw), new PulseRecords(), new HitFinder());
    }

    private static byte[] run(Records raw, String target, long chunk, TimeRange range) {
        try (Context context = context(raw)) {
            Records records = context.streaming("r")
                    .onError(FailurePolicy.SKIP)
                    .chunkRecords(chunk)
                    .getArrays(Arena.ofAuto(), List.of(target), range)
                    .get(0)
                    .records();
            return records.segment()
                    .asSlice(records.byteOffset(), records.byteSize())
                    .toArray(ValueLayout.JAVA_BYTE);
        }
    }
}
