package dev.sluice.context.graph;

import dev.sluice.context.Context;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.plugin.PluginSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A graph of nodes of all kinds over one or two sources, made from a seed; and what each of them gives, computed by
/// one thread from all rows at once.
final class RandomGraph {
    private static final int KINDS = 17;
    private static final int DEPTH = 8;

    private final Random random;
    private final Context context;
    private final Map<String, Table> expected = new LinkedHashMap<>();
    private final Map<String, Integer> depths = new LinkedHashMap<>();
    private final Map<String, Long> begins = new LinkedHashMap<>();
    private final List<String> computed = new ArrayList<>();
    private final List<String> message = new ArrayList<>();

    RandomGraph(long seed, Context context) {
        this.random = new Random(seed);
        this.context = context;
        addSource("s0", seed);
        if (random.nextInt(4) == 0) {
            addSource("s1", seed + 17);
        }
        int nodes = 1 + random.nextInt(10);
        for (int i = 0; i < nodes; i++) {
            addNode("n" + i);
        }
    }

    /// What every type of data of the graph must be.
    Map<String, Table> expected() {
        return expected;
    }

    /// The types of data that are computed.
    List<String> computed() {
        return computed;
    }

    /// The nodes in words.
    @Override
    public String toString() {
        return String.join(", ", message);
    }

    private void addSource(String name, long seed) {
        Events source = new Events(name, seed, random.nextInt(5) == 0 ? random.nextInt(3) : random.nextInt(160));
        context.register(source);
        expected.put(name, source.table());
        depths.put(name, 0);
        begins.put(name, source.begin());
        message.add(name + "=source of " + source.table().size());
    }

    private String anyInput() {
        List<String> names = new ArrayList<>(expected.keySet());
        String name;
        do {
            name = names.get(random.nextInt(names.size()));
        } while (depths.get(name) >= DEPTH);
        return name;
    }

    private void addNode(String name) {
        String input = anyInput();
        int kind = random.nextInt(KINDS);
        PluginSpec spec = PluginSpec.provides(name, Table.TYPE).dependsOn(input);
        switch (kind) {
            case 0 -> add(spec, Node.perRow(row -> row(row, Table.mix(row.value()))), "map");
            case 1 -> add(spec, Node.perRow(row -> row.value() % 3 == 0 ? null : row), "filter");
            case 2 -> add(spec, RandomGraph::twice, "twice");
            case 3 -> addHalo(spec);
            case 4 -> add(spec.stateful(), RandomGraph::running, "running");
            case 5 -> addResetting(spec);
            case 6 -> addJoin(name, input);
            case 7 -> addMatch(name, input);
            case 8 -> add(spec.dividing(), Node.perRow(row -> row), "dividing");
            case 9 -> add(spec.exhausting(), RandomGraph::withTotal, "exhausting");
            case 10 ->
                add(spec.chunkSize(1 + random.nextInt(20)), Node.perRow(row -> row(row, row.value() + 1)), "sized");
            case 11 ->
                add(
                        spec.and(name + "b", Table.TYPE).maxWorkers(1 + random.nextInt(3)),
                        Node.perRow(row -> row(row, row.value() * 3)),
                        "two outputs");
            case 12 -> addCovering(name, input);
            case 13 -> SilentNodes.running(spec, random, this::add);
            case 14 -> SilentNodes.grouped(spec, random, this::add);
            case 15 -> SilentNodes.with(anyInput(), spec, random, this::add);
            default -> SilentNodes.grouped(spec.maxWorkers(2), random, this::add);
        }
    }

    private void add(PluginSpec spec, Node.Rule rule, String kind) {
        PluginSpec whole = random.nextInt(8) == 0 ? spec.executorType(ExecutorType.VIRTUAL) : spec;
        Node node = new Node(whole, rule, random.nextInt(3) == 0 ? 2000 : 0);
        context.register(node);
        computed.add(spec.provides());
        long begin = spec.dependsOn().stream().mapToLong(begins::get).min().orElse(0);
        Table table = node.whole(spec.dependsOn().stream().map(expected::get).toList(), begin);
        expected.put(spec.provides(), table);
        begins.put(spec.provides(), begin);
        int depth = 1 + spec.dependsOn().stream().mapToInt(depths::get).max().orElse(0);
        depths.put(spec.provides(), depth);
        if (spec.products().size() > 1) {
            expected.put(spec.products().get(1).dataType(), Node.second(table));
            depths.put(spec.products().get(1).dataType(), depth);
            begins.put(spec.products().get(1).dataType(), begin);
        }
        message.add(spec.provides() + "=" + kind + spec.dependsOn());
    }

    private void addHalo(PluginSpec spec) {
        long left = random.nextInt(60);
        long right = random.nextInt(60);
        add(spec.halo(left, right), (inputs, state) -> neighbours(inputs.get(0), inputs.get(0), left, right), "halo");
    }

    private void addMatch(String name, String input) {
        String other = anyInput();
        if (other.equals(input)) {
            return;
        }
        long window = random.nextInt(40);
        add(
                PluginSpec.provides(name, Table.TYPE).dependsOn(input, other).halo(window, window),
                (inputs, state) -> neighbours(inputs.get(0), inputs.get(1), window, window),
                "match");
    }

    /// Two nodes over one input, with a row for each of its rows, joined by place.
    private void addJoin(String name, String input) {
        String one = name + "x";
        String other = name + "y";
        add(
                PluginSpec.provides(one, Table.TYPE).kind(name).dependsOn(input),
                Node.perRow(row -> row(row, row.value() + 7)),
                "left");
        PluginSpec second = PluginSpec.provides(other, Table.TYPE).kind(name).dependsOn(input);
        add(random.nextBoolean() ? second.stateful() : second, Node.perRow(row -> row(row, row.value() * 5)), "right");
        add(
                PluginSpec.provides(name, Table.TYPE).dependsOn(one, other),
                (inputs, state) -> {
                    Table result = new Table();
                    for (int i = 0; i < inputs.get(0).size(); i++) {
                        Table.Row row = inputs.get(0).get(i);
                        result.rows.add(
                                row(row, row.value() ^ inputs.get(1).get(i).value()));
                    }
                    return result;
                },
                "join");
    }

    private void addResetting(PluginSpec spec) {
        long gap = 30 + random.nextInt(100);
        Node.Rule rule = (inputs, state) -> {
            Table result = new Table();
            long open = Long.MIN_VALUE;
            for (Table.Row row : inputs.get(0).rows) {
                if (open != Long.MIN_VALUE && row.time() - open > gap) {
                    state.segment++;
                    state.hash = 0;
                }
                open = Math.max(open, row.end());
                state.hash = Table.mix(state.hash + row.value());
                result.rows.add(row(row, state.hash + state.segment));
            }
            return result;
        };
        add(spec.resetAfter(gap), rule, "resetting");
    }

    /// For every row of the first input the rows of another one that lie inside it.
    private void addCovering(String name, String input) {
        String other = anyInput();
        if (other.equals(input)) {
            return;
        }
        add(
                PluginSpec.provides(name, Table.TYPE).dependsOn(input, other).coveringFirst(),
                (inputs, state) -> {
                    Table result = new Table();
                    for (Table.Row base : inputs.get(0).rows) {
                        long sum = 0;
                        for (Table.Row thing : inputs.get(1).rows) {
                            boolean inside = thing.time() >= base.time() && thing.time() < base.end();
                            sum += inside ? thing.value() : 0;
                        }
                        result.rows.add(row(base, sum));
                    }
                    return result;
                },
                "covering");
    }

    private static Table neighbours(Table rows, Table others, long left, long right) {
        Table result = new Table();
        for (Table.Row row : rows.rows) {
            long sum = 0;
            for (Table.Row other : others.rows) {
                boolean near = other.time() >= row.time() - left && other.time() <= row.time() + right;
                sum += near && (right > 0 || other.time() < row.time() + 1) ? Table.mix(other.value()) : 0;
            }
            result.rows.add(row(row, sum));
        }
        return result;
    }

    private static Table twice(List<Table> inputs, Node.State state) {
        Table result = new Table();
        for (Table.Row row : inputs.get(0).rows) {
            result.rows.add(row);
            result.rows.add(row(row, row.value() + 1));
        }
        return result;
    }

    private static Table running(List<Table> inputs, Node.State state) {
        Table result = new Table();
        for (Table.Row row : inputs.get(0).rows) {
            state.hash = Table.mix(state.hash + row.value());
            result.rows.add(row(row, state.hash));
        }
        return result;
    }

    private static Table withTotal(List<Table> inputs, Node.State state) {
        long total = 0;
        for (Table.Row row : inputs.get(0).rows) {
            total += row.value();
        }
        Table result = new Table();
        for (Table.Row row : inputs.get(0).rows) {
            result.rows.add(row(row, row.value() + total));
        }
        return result;
    }

    private static Table.Row row(Table.Row row, long value) {
        return new Table.Row(row.time(), row.end(), value);
    }
}
