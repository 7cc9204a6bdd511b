package dev.sluice.context.graph;

import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Silence;
import java.util.Random;

/// Nodes whose results do not reach across a silence, and remember everything since the last one.
final class SilentNodes {
    private SilentNodes() {}

    /// Takes a node into the graph.
    interface Graph {
        void add(PluginSpec spec, Node.Rule rule, String kind);
    }

    /// A hash of all rows since the last silence, with the number of the row in the run.
    static void running(PluginSpec spec, Random random, Graph graph) {
        long gap = 1 + random.nextInt(30);
        Node.Rule rule = (inputs, state) -> {
            Table rows = inputs.get(0);
            Table result = new Table();
            for (int i = state.first; i < state.beyond(rows); i++) {
                Table.Row row = rows.get(i);
                hash(state, row, gap);
                result.rows.add(new Table.Row(row.time(), row.end(), state.hash + state.preceding + i - state.first));
            }
            return result;
        };
        graph.add(spec.forgettingAt(Silence.of(gap)), rule, "running since a silence of " + gap);
    }

    /// `state.done` is the greatest end since the last silence, and `state.segment` whether there is one.
    private static void hash(Node.State state, Table.Row row, long gap) {
        if (state.hash == 0 || row.time() - state.done >= gap) {
            state.hash = 1;
            state.done = row.end();
        }
        state.done = Math.max(state.done, row.end());
        state.hash = Table.mix(state.hash + row.value()) | 1;
    }

    /// The same hash, with what another input has shortly before each row.
    static void with(String other, PluginSpec spec, Random random, Graph graph) {
        if (spec.dependsOn().contains(other)) {
            return;
        }
        long gap = 1 + random.nextInt(30);
        long window = random.nextInt(50);
        Node.Rule rule = (inputs, state) -> {
            Table rows = inputs.get(0);
            Table result = new Table();
            for (int i = state.first; i < state.beyond(rows); i++) {
                Table.Row row = rows.get(i);
                hash(state, row, gap);
                long sum = 0;
                for (Table.Row near : inputs.get(1).rows) {
                    sum += near.time() >= row.time() - window && near.time() <= row.time() ? near.value() : 0;
                }
                result.rows.add(new Table.Row(row.time(), row.end(), state.hash ^ sum));
            }
            return result;
        };
        graph.add(
                spec.dependsOn(spec.dependsOn().get(0), other).halo(window, 1).forgettingAt(Silence.of(gap)),
                rule,
                "running since a silence of " + gap + " with others");
    }

    /// Rows that follow each other closely, up to a length: a chain of such groups ends at a silence. Groups start
    /// before their first row, and are numbered over the run.
    static void grouped(PluginSpec spec, Random random, Graph graph) {
        long gap = random.nextInt(20);
        long longest = random.nextInt(100);
        long early = random.nextInt(30);
        Node.Rule rule = (inputs, state) -> {
            Table rows = inputs.get(0);
            Table result = new Table();
            int next = (int) Math.max(state.first, state.done - state.preceding + state.first);
            while (next < rows.size() && rows.get(next).time() - early < state.end) {
                next = group(rows, next, gap, longest, early, state, result);
            }
            state.done = state.preceding - state.first + next;
            long number = state.number(result.size());
            for (int i = 0; i < result.size(); i++) {
                Table.Row row = result.get(i);
                result.rows.set(i, new Table.Row(row.time(), row.end(), row.value() + number + i));
            }
            return result;
        };
        graph.add(
                spec.halo(0, longest + early + 1)
                        .forgettingAt(Silence.over(Math.max(gap, early))
                                .startingBefore(early)
                                .numbering()),
                rule,
                "groups with gap " + gap + " up to " + longest + " from " + early + " before");
    }

    private static int group(
            Table rows, int first, long gap, long longest, long early, Node.State state, Table result) {
        long start = rows.get(first).time();
        long reach = rows.get(first).end();
        long hash = rows.get(first).value();
        int i = first + 1;
        while (i < rows.size()
                && rows.get(i).time() - reach <= gap
                && rows.get(i).time() <= start + longest) {
            reach = Math.max(reach, rows.get(i).end());
            hash = Table.mix(hash + rows.get(i).value());
            i++;
        }
        result.rows.add(new Table.Row(Math.max(start - early, state.start), reach, hash));
        return i;
    }
}
