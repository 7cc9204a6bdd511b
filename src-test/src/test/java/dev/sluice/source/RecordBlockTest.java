package dev.sluice.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.DoubleField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Records that are judged many at once give what they give one by one: in chunks of fewer than eight no block is read.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class RecordBlockTest {
    private static final long ONE_BY_ONE = 5;

    private static final List<RecordType> TYPES = List.of(
            RecordType.of("time:<i8", "endtime:<i8", "length:<i4", "dt:<i4", "channel:<i2", "wave:<i2[4]"),
            RecordType.of("time:<i8", "endtime:<i8", "dt:<f8", "channel:<u8", "wave:<i2[4]"),
            RecordType.of("time:<i8", "length:<i4", "dt:<i2", "channel:<i2", "board:<u1", "wave:<u2[4]"),
            RecordType.of("time:<i8", "length:<i8", "dt:<i8", "channel:<i4", "wave:<i2[4]"),
            RecordType.of("time:<i8", "length:<u4", "dt:<u4", "channel:<u2"),
            RecordType.of("time:<i8", "dt:<f4", "channel:<i2", "wave:<i2[4]").instantaneous(),
            RecordType.of(
                    "time:<i8",
                    "length:<i4",
                    "dt:<i2",
                    "channel:<i2",
                    "pulse_length:<i4",
                    "record_i:<i2",
                    "data:<i2[4]"),
            RecordType.of("time:<i8", "endtime:<i8").disjoint());

    /// What came out of a run, but for where its chunks ended.
    private record Outcome(String bytes, List<Loss> losses, List<String> notes, long skipped) {}

    static Stream<int[]> cases() {
        return IntStream.range(0, 12 * TYPES.size()).mapToObj(i -> new int[] {i % TYPES.size(), i / TYPES.size()});
    }

    @ParameterizedTest
    @MethodSource("cases")
    void recordsThatAreJudgedTogetherGiveWhatTheyGiveOneByOne(int[] place) {
        RecordType type = TYPES.get(place[0]);
        // A damaged fragment may claim a pulse that reaches out of a range anywhere.
        boolean ranged = place[1] % 3 == 2 && !type.has("record_i");
        TimeRange range = ranged ? TimeRange.of(500, 3000) : TimeRange.UNBOUNDED;
        long seed = place[1];
        Records records = records(type, seed);
        Outcome expected = read(records, range, ONE_BY_ONE);
        while (expected.skipped() > 0) {
            // Channels of one time that are out of order cost their whole chunk, however it was read.
            seed += 1000;
            records = records(type, seed);
            expected = read(records, range, ONE_BY_ONE);
        }
        String which = type.descr() + " seed=" + seed;
        assertFalse(expected.bytes().isEmpty(), which);
        for (long chunkRecords : new long[] {8, 300, 5000}) {
            assertEquals(expected, read(records, range, chunkRecords), which + " chunkRecords=" + chunkRecords);
        }
    }

    static Stream<int[]> soundCases() {
        return IntStream.range(0, 6 * TYPES.size()).mapToObj(i -> new int[] {i % TYPES.size(), i / TYPES.size()});
    }

    /// Pulses of up to 160 samples keep a cut away for more records than are looked at together there.
    @ParameterizedTest
    @MethodSource("soundCases")
    void chunksEndBeforeTheFirstRecordThatMayStartTheNext(int[] place) {
        RecordType type = TYPES.get(place[0]);
        Random random = new Random(place[1]);
        Records records = records(type, 2000, random);
        for (int i = 0; i < records.count(); i++) {
            set(records, i, "pulse_length", random.nextInt(20) == 0 ? 1 + random.nextInt(4 * 40) : 4);
            set(records, i, "endtime", type.longField("time").get(records, i) + 1 + random.nextInt(40));
        }
        int most = 1 + random.nextInt(200);
        String which = type.descr() + " seed=" + place[1] + " chunkRecords=" + most;
        assertEquals(cuts(records, most), lengths(records, most), which);
    }

    /// How many records the chunks have, record by record after the words of the rule.
    private static List<Long> cuts(Records records, long most) {
        PulseBounds pulses = PulseBounds.of(records.type());
        List<Long> lengths = new ArrayList<>();
        long latest = Long.MIN_VALUE;
        long open = Long.MIN_VALUE;
        long count = 0;
        for (long i = 0; i < records.count(); i++) {
            long time = records.type().times().start(records, i);
            if (count >= most && time > latest && (!pulses.matter() || time >= open)) {
                lengths.add(count);
                count = 0;
            }
            count++;
            latest = time;
            open = Math.max(open, pulses.end(records, i));
        }
        lengths.add(count);
        return lengths;
    }

    private static List<Long> lengths(Records records, long most) {
        List<Long> lengths = new ArrayList<>();
        try (Context context = Context.create().register(new RecordSource("pulses", records));
                ChunkStream stream = context.streaming("run").chunkRecords(most).getStream("pulses")) {
            stream.forEach(chunk -> lengths.add(chunk.length()));
        }
        return lengths;
    }

    private static Records records(RecordType type, long seed) {
        Random random = new Random(seed);
        Records records = records(type, 700 + random.nextInt(500), random);
        damage(records, random, seed % 4 == 0 ? 0 : 1 << random.nextInt(7));
        return records;
    }

    private static Outcome read(Records records, TimeRange range, long chunkRecords) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Context context = Context.create().register(new RecordSource("pulses", records));
                ChunkStream stream = context.streaming("run")
                        .onError(FailurePolicy.SKIP)
                        .chunkRecords(chunkRecords)
                        .getStream("pulses", range)) {
            for (Chunk chunk : stream) {
                Records here = chunk.records();
                bytes.writeBytes(here.segment()
                        .asSlice(here.byteOffset(), here.byteSize())
                        .toArray(ValueLayout.JAVA_BYTE));
            }
            return new Outcome(
                    HexFormat.of().formatHex(bytes.toByteArray()),
                    stream.summary().losses(),
                    stream.summary().notes(),
                    stream.summary().skippedChunks());
        }
    }

    private static Records records(RecordType type, int count, Random random) {
        Records records = Records.allocate(type, count, Arena.ofAuto());
        long time = 0;
        int channel = 0;
        for (int i = 0; i < count; i++) {
            boolean together = i > 0 && random.nextInt(4) == 0;
            time += together ? 0 : 4 + random.nextInt(8);
            channel = together ? channel + 1 : random.nextInt(4);
            set(records, i, "time", time);
            set(records, i, "endtime", time + 4);
            set(records, i, "length", 4);
            set(records, i, "dt", 1);
            set(records, i, "channel", channel);
            set(records, i, "pulse_length", 4);
        }
        return records;
    }

    private static void damage(Records records, Random random, int times) {
        List<String> names = new ArrayList<>(
                List.of("time", "endtime", "length", "dt", "channel", "board", "pulse_length", "record_i"));
        names.removeIf(name -> !records.type().has(name));
        for (int i = 0; i < times; i++) {
            int at = random.nextInt((int) records.count());
            String name = names.get(random.nextInt(names.size()));
            long value = random.nextInt(3) == 0 ? random.nextInt(8) : random.nextLong() >>> random.nextInt(64);
            set(records, at, name, (random.nextBoolean() ? value : -value) >> (random.nextBoolean() ? 56 : 0));
        }
    }

    /// Sets what the field can hold of `value`, if there is such a field.
    private static void set(Records records, long index, String name, long value) {
        RecordType type = records.type();
        if (!type.has(name)) {
            return;
        }
        if (!type.field(name).type().isInteger()) {
            DoubleField field = type.doubleField(name);
            field.set(records, index, value);
            return;
        }
        LongField field = type.longField(name);
        int bits = Byte.SIZE * field.field().type().size();
        long fitting = value << Long.SIZE - bits >> Long.SIZE - bits;
        boolean signed = field.field().type().typeString().startsWith("<i")
                || field.field().type().typeString().startsWith("|i");
        field.set(records, index, signed ? fitting : fitting & Long.MAX_VALUE >>> Math.max(0, Long.SIZE - 1 - bits));
    }
}
