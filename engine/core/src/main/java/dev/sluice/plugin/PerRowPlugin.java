package dev.sluice.plugin;

import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import java.util.Objects;

/// Computes one record for every row of one type of data, from the things of another type that lie in it: events from
/// their peaks, for example.
///
/// The rows are the first type of data that it depends on, the things the second. Rows and things may overlap; a thing
/// may lie in several rows. A row that reaches beyond its chunk has all its things. Chunks are computed by several
/// workers at once, each row by one of them, and without an object per row.
public abstract class PerRowPlugin extends StreamingPlugin {
    private final Within inside;

    /// A loop over rows with these things inside.
    protected PerRowPlugin(Within inside) {
        this.inside = Objects.requireNonNull(inside, "inside");
    }

    /// What the plugin provides, one type of data with `time` and `endtime`; the rows and the things that it depends
    /// on; its version and its options. The same answer every time.
    protected abstract PluginSpec loop();

    /// Makes what [#computeRow] needs again and again, as [StreamingPlugin#prepare] does; [RowView#prepared] hands it
    /// back. Returns null by default.
    ///
    /// @throws Exception to end the run
    protected Object prepareRows(PluginContext context) throws Exception {
        return null;
    }

    /// Computes the record of one row. Its times are written already, every other field is 0. Runs on a worker thread;
    /// the row is valid during the call.
    ///
    /// @throws Exception to end the run, as [StreamingPlugin#computeChunk]
    protected abstract void computeRow(RowView row, PluginContext context) throws Exception;

    @Override
    public final PluginSpec spec() {
        PluginSpec spec = loop().onePerRecord();
        if (spec.dependsOn().size() != 2 || spec.products().size() != 1) {
            throw new IllegalArgumentException(name() + " loops over " + spec.dependsOn() + " and provides "
                    + spec.products().size() + " types of data; name the rows and the things, two types of data, in"
                    + " dependsOn(...), and provide one");
        }
        // Every byte of a chunk of results is cleared before its rows are computed.
        spec = spec.writesEveryField();
        // A thing without duration lies in a row at whose end it is: it starts one step after what the rows cover.
        return inside.touching()
                ? spec.coveringFirst().halo(inside.window() + inside.longest(), inside.window())
                : spec.coveringFirst().halo(0, 1);
    }

    @Override
    public final Object prepare(PluginContext context) throws Exception {
        PluginSpec spec = loop();
        RecordType rows = context.inputType(spec.dependsOn().get(0));
        RecordType things = context.inputType(spec.dependsOn().get(1));
        return new Loop(rows, things, context, inside, prepareRows(context));
    }

    @Override
    public final void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) throws Exception {
        Loop loop = context.prepared(Loop.class);
        RowView row = loop.row;
        long from = in.first();
        long to = in.beyond();
        row.begin(in.records(), in.records(loop.things), out.records(to - from));
        row.results().clear();
        for (long i = from; i < to; i++) {
            row.move(i, i - from);
            loop.time.set(row.results(), row.result(), row.start());
            if (loop.endtime != null) {
                loop.endtime.set(row.results(), row.result(), row.end());
            }
            computeRow(row, context);
        }
    }

    /// What one worker needs.
    @SuppressWarnings("try")
    private final class Loop implements AutoCloseable {
        private final String things = loop().dependsOn().get(1);
        private final RowView row;
        private final LongField time;
        private final LongField endtime;
        private final Object prepared;

        Loop(RecordType rows, RecordType things, PluginContext context, Within inside, Object prepared) {
            RecordType results = context.outputType();
            if (!results.has("endtime") && !results.isInstantaneous()) {
                throw new IllegalArgumentException("records of " + name() + " have no endtime: " + results.descr()
                        + "; add an int64 field 'endtime', for that of the row");
            }
            this.prepared = prepared;
            this.row = new RowView(rows, things, inside, prepared, context.memory());
            this.time = results.longField("time");
            this.endtime = results.has("endtime") ? results.longField("endtime") : null;
        }

        @Override
        public void close() throws Exception {
            row.close();
            if (prepared instanceof AutoCloseable) {
                ((AutoCloseable) prepared).close();
            }
        }
    }
}
