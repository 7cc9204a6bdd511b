package dev.sluice.context.graph;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import java.util.Random;

/// A source of rows that overlap, coincide, come in bursts and leave gaps; its chunks have as many rows as it is asked
/// for, and now and then none.
final class Events extends SourcePlugin {
    private final String dataType;
    private final Table table = new Table();
    private final long begin;
    private final long end;
    private final long seed;

    Events(String dataType, long seed, int rows) {
        this.dataType = dataType;
        this.seed = seed;
        Random random = new Random(seed);
        long time = random.nextInt(100);
        this.begin = time - random.nextInt(50);
        for (int i = 0; i < rows; i++) {
            time += step(random);
            table.add(time, time + random.nextInt(40), random.nextLong());
        }
        this.end = time + 1 + random.nextInt(100);
    }

    private static long step(Random random) {
        int kind = random.nextInt(20);
        return kind < 4 ? 0 : kind < 19 ? random.nextInt(12) : 200 + random.nextInt(400);
    }

    Table table() {
        return table;
    }

    long begin() {
        return begin;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(dataType, Table.TYPE);
    }

    @Override
    public ChunkReader open(SourceContext context) {
        return new Reader(context.chunkRecords());
    }

    private final class Reader implements ChunkReader {
        private final long chunkRecords;
        private final Random random = new Random(seed + 1);
        private int next;
        private long start = begin;
        private boolean done;

        Reader(long chunkRecords) {
            this.chunkRecords = chunkRecords;
        }

        @Override
        public boolean read(SourceOutput out) {
            if (done) {
                return false;
            }
            int to = random.nextInt(10) == 0 ? next : (int) Math.min(table.size(), next + chunkRecords);
            while (to > next
                    && to < table.size()
                    && table.get(to).time() == table.get(to - 1).time()) {
                to++;
            }
            done = to == table.size();
            table.into(out.records(to - next), next, to - next);
            long until = done
                    ? end
                    : to == next ? table.get(next).time() : table.get(to).time();
            out.publish(to - next, start, until);
            start = until;
            next = to;
            return true;
        }
    }
}
