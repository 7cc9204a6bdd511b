package dev.sluice.chunk;

import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/// Rows in, chunks out, and back: what the tests of this package build their cases from.
final class TestChunks {
    /// An odd size, so that nothing is aligned.
    static final RecordType SPANS = RecordType.of("id:<i4", "time:<i8", "channel:<i2", "endtime:<i8", "padding:|u1");

    static final RecordType INSTANTS = RecordType.of("time:<i8", "id:<i4").instantaneous();
    static final String RUN = "run_7";
    static final String KIND = "hits";

    private TestChunks() {}

    static Records records(RecordType type, List<Row> rows) {
        Records records = Records.allocate(type, rows.size(), Arena.ofAuto());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            set(records, "time", i, row.time());
            set(records, "endtime", i, row.end());
            set(records, "channel", i, row.channel());
            set(records, "id", i, row.id());
        }
        return records;
    }

    private static void set(Records records, String field, int index, long value) {
        if (records.type().has(field)) {
            records.type().longField(field).set(records, index, value);
        }
    }

    static Chunk chunk(long start, long end, Row... rows) {
        return chunk(SPANS, start, end, List.of(rows));
    }

    static Chunk chunk(RecordType type, long start, long end, List<Row> rows) {
        return Chunk.of(records(type, rows), start, end, RUN, KIND);
    }

    static Chunk lossy(Chunk chunk, Loss... losses) {
        for (Loss loss : losses) {
            chunk.addLoss(loss);
        }
        return chunk;
    }

    static List<Row> rows(Chunk chunk) {
        Records records = chunk.records();
        LongField id = records.type().longField("id");
        LongField channel = records.type().has("channel") ? records.type().longField("channel") : null;
        List<Row> rows = new ArrayList<>();
        for (long i = 0; i < records.count(); i++) {
            rows.add(new Row(
                    records.type().times().start(records, i),
                    records.type().times().end(records, i),
                    channel == null ? 0 : (int) channel.get(records, i),
                    (int) id.get(records, i)));
        }
        return rows;
    }

    /// Reads a stream to its end, each chunk before the next is asked for, and checks that it tiles.
    static List<Copy> drain(Iterator<Chunk> stream) {
        List<Copy> copies = new ArrayList<>();
        Continuity continuity = new Continuity();
        while (stream.hasNext()) {
            Chunk chunk = stream.next();
            continuity.accept(chunk);
            new ChunkLaws(chunk.type()).check(chunk);
            copies.add(new Copy(
                    chunk.number(),
                    chunk.start(),
                    chunk.end(),
                    chunk.latestEnd(),
                    rows(chunk),
                    List.copyOf(chunk.losses())));
        }
        return copies;
    }

    static List<Row> allRows(List<Copy> copies) {
        return copies.stream().flatMap(copy -> copy.rows().stream()).toList();
    }

    /// What a chunk held when it was read.
    record Copy(long number, long start, long end, long latestEnd, List<Row> rows, List<Loss> losses) {}

    /// Rows in order of time and channel, with many ties, some instantaneous, some long.
    static List<Row> randomRows(Random random, long start, long end, int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long time = start + (long) (random.nextDouble() * (end - start));
            long duration = random.nextInt(4) == 0 ? 0 : random.nextInt(random.nextInt(8) == 0 ? 1000 : 20);
            rows.add(new Row(time, time + duration, random.nextInt(3), i));
        }
        rows.sort(TestChunks::byTimeAndChannel);
        return rows;
    }

    static int byTimeAndChannel(Row one, Row other) {
        int order = Long.compare(one.time(), other.time());
        return order != 0 ? order : Integer.compare(one.channel(), other.channel());
    }

    /// The rows as a stream of chunks that tile `[start, end)`, some of them empty, some without duration.
    static List<Chunk> randomChunks(Random random, List<Row> rows, long start, long end) {
        List<Chunk> chunks = new ArrayList<>();
        long cursor = start;
        do {
            long next = random.nextInt(5) == 0 ? end : cursor + random.nextInt((int) (end - cursor) / 3 + 2);
            long until = Math.min(end, next);
            long from = cursor;
            chunks.add(chunk(
                    SPANS,
                    from,
                    until,
                    rows.stream()
                            .filter(row -> row.time() >= from && row.time() < until)
                            .toList()));
            cursor = until;
        } while (cursor < end);
        return chunks;
    }
}
