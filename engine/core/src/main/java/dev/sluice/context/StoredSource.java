package dev.sluice.context;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.store.StoredData;
import dev.sluice.store.TimeIndex;
import java.io.IOException;

/// Reads what is stored in place of computing it.
final class StoredSource extends SourcePlugin {
    private final Product product;
    private final StoredData data;

    StoredSource(Product product, StoredData data) {
        this.product = product;
        this.data = data;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(product.dataType(), product.type())
                .kind(product.kind())
                .writesEveryField();
    }

    /// `stored 007-records-63l2ihpzzs`, for messages.
    @Override
    public String name() {
        return "stored " + data.key();
    }

    /// The chunks that reach into the range, whole. How far those of other than disjoint types reach is not stored:
    /// they are read from the first one.
    @Override
    public TimeRange around(TimeRange range, OptionValues options) {
        TimeIndex index = new TimeIndex(data.chunks());
        int first = index.first(range);
        int end = index.end(range);
        if (first >= end) {
            return range;
        }
        boolean closed = product.type().isDisjoint();
        return new TimeRange(
                closed ? index.chunks().get(first).start() : Long.MIN_VALUE,
                index.chunks().get(end - 1).end());
    }

    @Override
    public ChunkReader open(SourceContext context) throws IOException {
        TimeRange range = context.timeRange();
        boolean whole = data.coverage().start() == Long.MIN_VALUE;
        return new Numbered(data.open(range), whole ? before(range) : Chunk.UNNUMBERED);
    }

    private long before(TimeRange range) {
        TimeIndex index = new TimeIndex(data.chunks());
        long before = 0;
        for (int i = 0; i < Math.min(index.first(range), data.chunks().size()); i++) {
            before += data.chunks().get(i).count();
        }
        return before;
    }

    /// Says of the first chunk which record of the run it begins with.
    private static final class Numbered implements ChunkReader {
        private final ChunkReader reader;
        private final long first;
        private boolean begun;

        Numbered(ChunkReader reader, long first) {
            this.reader = reader;
            this.first = first;
        }

        @Override
        public boolean read(SourceOutput out) throws Exception {
            boolean more = reader.read(out);
            if (more && !begun) {
                begun = true;
                out.firstIndex(first);
            }
            return more;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
