package dev.sluice.context.graph;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// One plugin of a random graph: what it asks of the engine, and what it computes from rows. The oracle calls the
/// same function once, with all rows.
final class Node extends StreamingPlugin {
    /// What is computed from the rows of the inputs; `state` holds what is remembered of the rows before.
    interface Rule {
        Table apply(List<Table> inputs, State state);
    }

    /// What a stateful node remembers.
    static final class State {
        long hash;
        long segment;
        int delay;
        /// The run begins there, or the chunk.
        long start;
        /// Which rows of the first input are to be computed, and how many come before them in the run.
        int first;
        int beyond = Integer.MAX_VALUE;
        long end = Long.MAX_VALUE;
        long preceding;
        /// All rows before this one, counted over the run, are done with.
        long done;
        ChunkOutput out;

        /// The index after the last row to be computed.
        int beyond(Table rows) {
            return Math.min(beyond, rows.size());
        }

        /// The number of the first of `count` results.
        long number(long count) {
            return out == null ? 0 : out.number(count);
        }
    }

    private final PluginSpec spec;
    private final Rule rule;
    private final int delay;

    Node(PluginSpec spec, Rule rule, int delay) {
        this.spec = spec;
        this.rule = rule;
        this.delay = delay;
    }

    @Override
    public String name() {
        return "node_" + spec.provides();
    }

    @Override
    public PluginSpec spec() {
        return spec;
    }

    @Override
    public Object prepare(PluginContext context) {
        return new State();
    }

    /// What is prepared is on the heap: at low latency a reader may compute.
    @Override
    public boolean isBoundToThread() {
        return false;
    }

    @Override
    public void reset(PluginContext context) {
        State state = context.prepared(State.class);
        state.hash = 0;
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        State state = context.prepared(State.class);
        state.segment = in.segment();
        state.start = in.start();
        state.end = in.end();
        if (spec.demand().stateful()) {
            state.first = (int) in.first();
            state.beyond = (int) in.beyond();
            state.preceding = in.preceding();
            state.out = out;
        }
        spin(in.start());
        List<Table> inputs = new ArrayList<>();
        for (String name : spec.dependsOn()) {
            inputs.add(Table.of(in.records(name)));
        }
        Table result = rule.apply(inputs, state);
        result.into(out.records(result.size()));
        if (spec.demand().dividing()) {
            divide(result, in, out);
        }
        if (spec.products().size() > 1) {
            Table second = second(result);
            second.into(out.records(spec.products().get(1).dataType(), second.size()));
        }
    }

    /// The second output of a node with two: every other row.
    static Table second(Table first) {
        Table second = new Table();
        for (int i = 0; i < first.size(); i++) {
            if (first.get(i).value() % 2 == 0) {
                second.rows.add(first.get(i));
            }
        }
        return second;
    }

    private static void divide(Table result, ChunkInput in, ChunkOutput out) {
        for (int i = 1; i < result.size(); i++) {
            if (result.get(i).time() > result.get(i - 1).time() && result.get(i).value() % 3 == 0) {
                out.cut(i, result.get(i).time());
            }
        }
        if (in.start() % 2 == 0) {
            out.cut(result.size(), in.end());
        }
    }

    /// Work of uneven length, so that chunks are done out of order.
    private void spin(long seed) {
        long rounds = delay == 0 ? 0 : Math.floorMod(Table.mix(seed + delay), delay);
        for (long i = 0; i < rounds; i++) {
            Thread.onSpinWait();
        }
    }

    /// All rows at once, as the oracle has them, of a run that begins at `start`.
    Table whole(List<Table> inputs, long start) {
        State state = new State();
        state.start = start;
        return rule.apply(inputs, state);
    }

    static Rule perRow(Function<Table.Row, Table.Row> map) {
        return (inputs, state) -> {
            Table result = new Table();
            for (Table.Row row : inputs.get(0).rows) {
                Table.Row mapped = map.apply(row);
                if (mapped != null) {
                    result.rows.add(mapped);
                }
            }
            return result;
        };
    }
}
