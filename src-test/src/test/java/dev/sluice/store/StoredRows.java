package dev.sluice.store;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// Chunks to be stored, and what a reader gave back of them, in a form that can be compared.
public final class StoredRows {
    /// Records with a gap inside, so that bytes which no field reaches count too.
    public static final RecordType TYPE = RecordType.builder()
            .field("time", "<i8")
            .field("endtime", "<i8")
            .field("channel", "<i2")
            .aligned()
            .build();

    public static final String RUN = "007";
    public static final String HITS = "hits";

    private StoredRows() {}

    public static StoreKey key(String run, String dataType, int option) {
        return new StoreKey(run, dataType, Lineages.records(Lineages.raw(0.5), option));
    }

    public static StoreKey key(int option) {
        return key(RUN, HITS, option);
    }

    /// A chunk of `count` records, equally apart, that last `duration`.
    public static Chunk chunk(long start, long end, int count, long duration, Loss... losses) {
        return chunk(RUN, HITS, start, end, count, duration, losses);
    }

    public static Chunk chunk(String run, String type, long start, long end, int count, long duration, Loss... losses) {
        Records records = Records.allocate(TYPE, count, Arena.ofAuto());
        records.fill((byte) (start * 31 + count));
        for (int i = 0; i < count; i++) {
            long time = start + (end - start) * i / count;
            TYPE.longField("time").set(records, i, time);
            TYPE.longField("endtime").set(records, i, time + duration);
            TYPE.longField("channel").set(records, i, i);
        }
        ChunkWindow window = new ChunkWindow(TYPE);
        window.window().rebind(records.segment(), records.byteOffset(), count);
        window.set(0, start, end, run, type);
        for (Loss loss : losses) {
            window.addLoss(loss);
        }
        window.check();
        return window.chunk();
    }

    /// Chunks that tile time from 0: some empty, some without duration, some that overhang, some with losses.
    public static List<Chunk> random(Random random, int chunks) {
        List<Chunk> all = new ArrayList<>();
        long start = 0;
        for (int i = 0; i < chunks; i++) {
            long end = start + (random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(1000));
            int count = end == start || random.nextInt(4) == 0 ? 0 : random.nextInt(40);
            Loss[] losses = random.nextInt(4) == 0
                    ? new Loss[] {new Loss(start, end, "dropped at " + start), new Loss(end, end, "twice")}
                    : new Loss[0];
            all.add(chunk(start, end, count, random.nextInt(2000), losses));
            start = end;
        }
        return all;
    }

    public static void write(Store store, StoreKey key, List<Chunk> chunks) throws Exception {
        try (StoreWriter writer = store.writer(key, TYPE)) {
            for (Chunk chunk : chunks) {
                writer.accept(chunk);
            }
            writer.commit();
        }
    }

    public static List<Received> read(StoredData data, TimeRange range) throws Exception {
        try (ChunkReader reader = data.open(range)) {
            return readAll(reader);
        }
    }

    public static List<Received> readAll(ChunkReader reader) throws Exception {
        List<Received> all = new ArrayList<>();
        Output output = new Output();
        while (reader.read(output)) {
            all.add(output.received());
        }
        return all;
    }

    public static List<Received> expected(List<Chunk> chunks) {
        return chunks.stream().map(StoredRows::expected).toList();
    }

    public static Received expected(Chunk chunk) {
        return new Received(chunk.start(), chunk.end(), hexadecimal(chunk.records()), List.copyOf(chunk.losses()));
    }

    private static String hexadecimal(Records records) {
        return HexFormat.of()
                .formatHex(records.segment()
                        .asSlice(records.byteOffset(), records.byteSize())
                        .toArray(ValueLayout.JAVA_BYTE));
    }

    /// A chunk as it came out: interval, bytes, losses.
    public record Received(long start, long end, String bytes, List<Loss> losses) {}

    /// What the engine hands to a reader.
    private static final class Output implements SourceOutput {
        private final List<Loss> losses = new ArrayList<>();
        private Records records;
        private long start;
        private long end;

        @Override
        public Records records(long capacity) {
            Records room = Records.allocate(TYPE, capacity, Arena.ofAuto());
            if (records != null) {
                room.copyFrom(0, records, 0, Math.min(capacity, records.count()));
            }
            records = room;
            return room;
        }

        @Override
        public void lend(MemorySegment memory, long byteOffset, long count) {
            records = Records.of(TYPE, memory, byteOffset, count);
        }

        @Override
        public void publish(long count, long from, long to) {
            records = records.slice(0, count);
            start = from;
            end = to;
        }

        @Override
        public void lost(Loss loss) {
            losses.add(loss);
        }

        Received received() {
            Received received = new Received(start, end, hexadecimal(records), List.copyOf(losses));
            losses.clear();
            records = null;
            return received;
        }
    }
}
