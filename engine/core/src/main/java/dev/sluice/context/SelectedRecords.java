package dev.sluice.context;

import dev.sluice.chunk.Loss;
import dev.sluice.chunk.Selection;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.ColumnCopy;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.selection.RecordFilter;

/// The last step in front of a reader: lets through the records and columns that were asked for, under the same name.
/// Computed in the pass that makes the records, over chunks that stay what they are. Allocates nothing per chunk, once
/// a worker has seen its largest one.
final class SelectedRecords extends StreamingPlugin {
    private final PluginSpec spec;
    private final ColumnCopy copy;
    private final RecordFilter filter;
    private final Selection selection;
    private final TimeRange range;
    private final RecordTimes times;

    /// Records of `product` with the columns of `type` that pass `filter`, and belong to `range` by `selection`; either
    /// may be null.
    SelectedRecords(Product product, RecordType type, RecordFilter filter, Selection selection, TimeRange range) {
        PluginSpec selected = PluginSpec.provides(product.dataType(), type)
                .kind(product.kind())
                .dependsOn(product.dataType())
                .writesEveryField();
        this.spec = filter == null && selection == null ? selected.onePerRecord() : selected.keepingTimes();
        this.copy = ColumnCopy.of(product.type(), type);
        this.filter = filter;
        this.selection = selection;
        this.range = range;
        this.times = product.type().times();
    }

    @Override
    public PluginSpec spec() {
        return spec;
    }

    @Override
    public String name() {
        return "the selection of " + spec.provides();
    }

    @Override
    public Object prepare(PluginContext context) {
        return new Found(context.failurePolicy() == FailurePolicy.SKIP);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records records = in.records();
        if (filter == null && selection == null) {
            copy.copy(records, out.records(records.count()));
            return;
        }
        Found found = context.prepared(Found.class);
        found.makeRoom(records.count());
        long count = filter == null ? allOf(records, found.indices) : selected(records, found, out);
        if (selection != null) {
            count = inRange(records, found.indices, count);
        }
        copy.gather(records, found.indices, count, out.records(count));
    }

    /// A record that cannot be tested is the loss of one record, or the end of the run.
    private long selected(Records records, Found found, ChunkOutput out) {
        if (!found.skips) {
            return filter.select(records, found.indices);
        }
        found.records = records;
        found.out = out;
        return filter.select(records, found.indices, found);
    }

    private static long allOf(Records records, long[] indices) {
        for (int i = 0; i < records.count(); i++) {
            indices[i] = i;
        }
        return records.count();
    }

    private long inRange(Records records, long[] indices, long count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            long index = indices[i];
            indices[kept] = index;
            kept += selection.holds(times.start(records, index), times.end(records, index), range) ? 1 : 0;
        }
        return kept;
    }

    /// The indices of the records that pass, and where those are reported that cannot be tested; of one worker.
    private final class Found implements RecordFilter.Untested {
        private final boolean skips;
        private long[] indices = new long[0];
        private Records records;
        private ChunkOutput out;

        Found(boolean skips) {
            this.skips = skips;
        }

        void makeRoom(long count) {
            if (indices.length < count) {
                indices = new long[Math.toIntExact(Math.max(count, 2L * indices.length))];
            }
        }

        @Override
        public void record(long index, String why) {
            long start = times.start(records, index);
            long end = Math.max(times.end(records, index), start + 1);
            out.lost(new Loss(
                    start,
                    end,
                    "1 record of " + spec.provides() + " was left out: it starts at time=" + start
                            + " and cannot be tested: " + why));
        }
    }
}
