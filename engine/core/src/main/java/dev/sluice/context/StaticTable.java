package dev.sluice.context;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StaticPlugin;
import dev.sluice.plugin.Tally;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingMemory;
import java.util.ArrayList;
import java.util.List;

/// A table that a static plugin makes out of nothing, as a source: one chunk, from its first record to its latest end.
final class StaticTable extends SourcePlugin {
    private final StaticPlugin plugin;
    private final OptionValues options;

    StaticTable(StaticPlugin plugin, OptionValues options) {
        this.plugin = plugin;
        this.options = options;
    }

    @Override
    public PluginSpec spec() {
        return plugin.spec();
    }

    @Override
    public String name() {
        return plugin.name();
    }

    @Override
    public ChunkReader open(SourceContext context) throws Exception {
        Making making = new Making(context.failurePolicy(), context);
        making.prepared = plugin.prepare(making);
        return making;
    }

    /// The one call of the plugin.
    private final class Making implements ChunkReader, ChunkInput, ChunkOutput, PluginContext {
        private final SourceContext context;
        private final FailurePolicy policy;
        private final List<Loss> losses = new ArrayList<>();
        private Object prepared;
        private SourceOutput out;
        private Records made;
        private boolean done;

        Making(FailurePolicy policy, SourceContext context) {
            this.policy = policy;
            this.context = context;
        }

        @Override
        public boolean read(SourceOutput output) throws Exception {
            if (done) {
                return false;
            }
            done = true;
            out = output;
            plugin.compute(this, this, this);
            long count = made == null ? 0 : made.count();
            long start = 0;
            long end = 0;
            if (count > 0) {
                RecordTimes times = made.type().times();
                start = times.start(made, 0);
                end = times.start(made, count - 1) + 1;
                for (long i = 0; i < count; i++) {
                    end = Math.max(end, times.end(made, i));
                }
            }
            output.publish(count, start, end);
            losses.forEach(output::lost);
            return true;
        }

        @Override
        public void close() {
            if (prepared instanceof AutoCloseable) {
                try {
                    ((AutoCloseable) prepared).close();
                } catch (Exception failure) {
                    throw new IllegalStateException(plugin.name() + " failed to close: " + failure, failure);
                }
            }
        }

        @Override
        public Records records(long count) {
            made = out.records(count);
            return made;
        }

        @Override
        public Records records(String dataType, long count) {
            if (!dataType.equals(plugin.spec().provides())) {
                throw new IllegalArgumentException(plugin.name() + " provides "
                        + plugin.spec().provides() + " alone without dependencies, not " + dataType);
            }
            return records(count);
        }

        @Override
        public void lost(Loss loss) {
            losses.add(loss);
        }

        @Override
        public FailurePolicy failurePolicy() {
            return policy;
        }

        @Override
        public void cut(long count, long end) {
            throw new IllegalStateException(plugin.name() + " makes one piece; it is cut for its readers");
        }

        @Override
        public Chunk chunk() {
            throw new IllegalStateException(plugin.name() + " depends on nothing, so there is no input");
        }

        @Override
        public Chunk chunk(String dataType) {
            return chunk();
        }

        @Override
        public long start() {
            return Long.MIN_VALUE;
        }

        @Override
        public long end() {
            return Long.MAX_VALUE;
        }

        @Override
        public long first() {
            return 0;
        }

        @Override
        public long beyond() {
            return 0;
        }

        @Override
        public long preceding() {
            return 0;
        }

        /// There is one call.
        @Override
        public long number(long count) {
            return 0;
        }

        @Override
        public long segment() {
            return 0;
        }

        @Override
        public String runId() {
            return context.runId();
        }

        @Override
        public <T> T get(Option<T> option) {
            return options.get(option);
        }

        @Override
        public RecordType inputType(String dataType) {
            throw new IllegalStateException(plugin.name() + " depends on nothing, so there is no input");
        }

        @Override
        public RecordType inputType() {
            return inputType("");
        }

        @Override
        public RecordType outputType() {
            return plugin.spec().type();
        }

        @Override
        public WorkingMemory memory() {
            return context.memory();
        }

        @Override
        public Tally tally(String sentence) {
            return context.tally(sentence);
        }

        @Override
        public <T> T prepared(Class<T> kind) {
            return kind.cast(prepared);
        }
    }
}
