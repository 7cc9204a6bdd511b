package dev.sluice.context;

import static dev.sluice.context.TestPlugin.INSTANTS;

import dev.sluice.chunk.Chunk;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.record.LongField;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// Records with a time and a value, for tests.
public final class Instants {
    public static final LongField TIME = INSTANTS.longField("time");
    static final LongField VALUE = INSTANTS.longField("value");

    private Instants() {}

    /// `count` records at `first`, `first + step`, …, whose values count from 0.
    public static Records every(long step, long first, int count) {
        Records records = Records.allocate(INSTANTS, count, Arena.ofAuto());
        for (int i = 0; i < count; i++) {
            TIME.set(records, i, first + step * i);
            VALUE.set(records, i, i);
        }
        return records;
    }

    static void copy(ChunkInput in, ChunkOutput out) {
        Records output = out.records(in.records().count());
        output.copyFrom(0, in.records(), 0, in.records().count());
    }

    public static List<Long> times(Iterable<Chunk> chunks) {
        List<Long> times = new ArrayList<>();
        for (Chunk chunk : chunks) {
            times.addAll(times(chunk));
        }
        return times;
    }

    public static List<Long> times(Chunk chunk) {
        List<Long> times = new ArrayList<>();
        for (long i = 0; i < chunk.length(); i++) {
            times.add(TIME.get(chunk.records(), i));
        }
        return times;
    }

    static List<Long> values(Chunk chunk) {
        List<Long> values = new ArrayList<>();
        for (long i = 0; i < chunk.length(); i++) {
            values.add(VALUE.get(chunk.records(), i));
        }
        return values;
    }

    /// The chunks follow each other without a hole, with numbers from 0; true if there is one at least.
    public static boolean tile(List<Chunk> chunks) {
        for (int i = 0; i < chunks.size(); i++) {
            if (chunks.get(i).number() != i
                    || i > 0 && chunks.get(i).start() != chunks.get(i - 1).end()) {
                return false;
            }
        }
        return !chunks.isEmpty();
    }

    public static List<Chunk> kept(Iterable<Chunk> chunks) {
        List<Chunk> kept = new ArrayList<>();
        chunks.forEach(chunk -> kept.add(chunk.detach(Arena.ofAuto())));
        return kept;
    }
}
