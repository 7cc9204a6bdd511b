package dev.sluice.analysis;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.plugin.Plugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// All records that a stream of one type of data gives, one after the other.
public final class Gathered {

    private Gathered() {}

    public static Records stream(
            String target, long chunkRecords, int workers, Map<String, String> options, Plugin... plugins) {
        try (Context context = Context.create().register(plugins)) {
            options.forEach(context::set);
            RecordType type = context.plugin(target).spec().type();
            List<Records> parts = new ArrayList<>();
            long count = 0;
            try (ChunkStream stream = context.streaming("run_7")
                    .workers(workers)
                    .chunkRecords(chunkRecords)
                    .getStream(target)) {
                for (Chunk chunk : stream) {
                    Records part = Records.allocate(type, chunk.length(), Arena.ofAuto());
                    part.copyFrom(0, chunk.records(), 0, chunk.length());
                    parts.add(part);
                    count += chunk.length();
                }
            }
            Records all = Records.allocate(type, count, Arena.ofAuto());
            long next = 0;
            for (Records part : parts) {
                all.copyFrom(next, part, 0, part.count());
                next += part.count();
            }
            return all;
        }
    }

    /// True if both have the same bytes.
    public static boolean same(Records one, Records other) {
        return one.segment().mismatch(other.segment()) < 0;
    }
}
