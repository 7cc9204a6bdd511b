package dev.sluice.plugin;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.record.RecordType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// What a plugin provides, depends on and asks for, and its options. Immutable; methods return another specification.
///
///     PluginSpec.provides("features_stream", FEATURES)
///             .dependsOn("st_waveforms_stream").version("1.0").options(PEAKS_RANGE, CHARGE_RANGE)
public final class PluginSpec {
    private final List<Product> products;
    private final List<String> dependsOn;
    private final String version;
    private final List<Option<?>> options;
    private final String help;
    private final Requirements demand;
    private final Map<String, KeepPolicy> keeping;
    private final boolean complete;
    private final Rows rows;

    private PluginSpec(
            List<Product> products,
            List<String> dependsOn,
            String version,
            List<Option<?>> options,
            String help,
            Requirements demand,
            Map<String, KeepPolicy> keeping,
            boolean complete,
            Rows rows) {
        this.products = products;
        this.dependsOn = dependsOn;
        this.version = version;
        this.options = options;
        this.help = help;
        this.demand = demand;
        this.keeping = keeping;
        this.complete = complete;
        this.rows = rows;
    }

    /// A plugin that provides data of that name, with records of that type, which must have a time and an end.
    public static PluginSpec provides(String dataType, RecordType type) {
        Product product = new Product(dataType, type, dataType);
        return new PluginSpec(
                List.of(product), List.of(), "0", List.of(), "", Requirements.NONE, Map.of(), false, Rows.ANY);
    }

    /// The same, with another type of data, computed in the same call.
    ///
    /// @throws IllegalArgumentException if it is provided already
    public PluginSpec and(String dataType, RecordType type) {
        if (products.stream().anyMatch(product -> product.dataType().equals(dataType))) {
            throw new IllegalArgumentException(
                    "'" + dataType + "' is provided twice by one plugin; name each type of data once");
        }
        List<Product> more = new ArrayList<>(products);
        more.add(new Product(dataType, type, dataType));
        return new PluginSpec(List.copyOf(more), dependsOn, version, options, help, demand, keeping, complete, rows);
    }

    /// The same, with the last named type of data of that kind: it has the same rows as all others of the kind. By
    /// default each type is of a kind of its own.
    public PluginSpec kind(String name) {
        List<Product> renamed = new ArrayList<>(products);
        Product last = renamed.removeLast();
        renamed.add(new Product(last.dataType(), last.type(), name));
        return new PluginSpec(List.copyOf(renamed), dependsOn, version, options, help, demand, keeping, complete, rows);
    }

    /// The same, computed from these types of data.
    ///
    /// @throws IllegalArgumentException if one is named twice
    public PluginSpec dependsOn(String... dataTypes) {
        Set<String> names = new HashSet<>();
        for (String name : dataTypes) {
            if (!names.add(name)) {
                throw new IllegalArgumentException(
                        provides() + " depends on '" + name + "' twice; name each type of data once");
            }
        }
        return new PluginSpec(products, List.of(dataTypes), version, options, help, demand, keeping, complete, rows);
    }

    /// The same, with the version of the algorithm: to be raised whenever its results change.
    public PluginSpec version(String number) {
        return new PluginSpec(
                products,
                dependsOn,
                Objects.requireNonNull(number, "number"),
                options,
                help,
                demand,
                keeping,
                complete,
                rows);
    }

    /// The same, with these options.
    public PluginSpec options(Option<?>... declared) {
        List<String> names = new ArrayList<>();
        for (Option<?> option : declared) {
            if (names.contains(option.name())) {
                throw new IllegalArgumentException(
                        "option '" + option.name() + "' of " + provides() + " is declared twice; remove one");
            }
            names.add(option.name());
        }
        return new PluginSpec(products, dependsOn, version, List.of(declared), help, demand, keeping, complete, rows);
    }

    /// The same, with a sentence for lists of plugins.
    public PluginSpec help(String sentence) {
        return new PluginSpec(
                products,
                dependsOn,
                version,
                options,
                Objects.requireNonNull(sentence, "sentence"),
                demand,
                keeping,
                complete,
                rows);
    }

    /// The same, stateful: what it computes depends on the chunks before, so one worker computes them in order.
    public PluginSpec stateful() {
        return demanding(Requirements::inOrder);
    }

    /// The same, stateful, and [reset][StreamingPlugin#reset] wherever nothing is recorded for longer than `gap`: each
    /// chunk lies in one segment of the run.
    public PluginSpec resetAfter(long gap) {
        return demanding(asked -> asked.inOrder().breakingAt(gap));
    }

    /// The same, stateful, and [reset][StreamingPlugin#reset] at silences, across which its results do not reach: the
    /// engine [cuts there][Requirements#forgettingAt], and computes what lies between them on all workers.
    public PluginSpec forgettingAt(Silence silence) {
        return demanding(asked -> asked.forgettingAt(silence));
    }

    /// The same, shown the records of its inputs that start up to `left` before and up to `right` after its chunk.
    /// What it writes for them is trimmed, so its chunks are computed in parallel.
    public PluginSpec halo(long left, long right) {
        return demanding(asked -> asked.halo(left, right));
    }

    /// The same, with the other inputs shown as far as the records of the first one reach: for what lies inside them.
    public PluginSpec coveringFirst() {
        return demanding(Requirements::coveringFirst);
    }

    /// The same, handed all chunks of the run as one, in one call. They must fit into the memory of the run.
    public PluginSpec exhausting() {
        return demanding(Requirements::wholeRun);
    }

    /// The same, making several chunks of one with [ChunkOutput#cut].
    public PluginSpec dividing() {
        return demanding(Requirements::dividingChunks);
    }

    /// The same, writing every field of every record that it asks for, in all types of data that it provides.
    ///
    /// Records are handed out as zeros otherwise, which costs a pass over their memory. A field that is left
    /// unwritten all the same has the value of some earlier chunk; checked mode finds that out and ends the run.
    public PluginSpec writesEveryField() {
        return new PluginSpec(products, dependsOn, version, options, help, demand, keeping, true, rows);
    }

    /// The same, computed by at most so many threads, 1 or more.
    public PluginSpec maxWorkers(int most) {
        return demanding(asked -> asked.workers(most));
    }

    /// The same, handed chunks of about so many records of its first input.
    public PluginSpec chunkSize(long records) {
        return demanding(asked -> asked.chunks(records));
    }

    /// The same, with every record of its first type of data starting with a record of the first input, and ending no
    /// later: of a range of time, no more input is needed than what starts in it.
    ///
    /// Without this, each record that is provided lies within a record of an input, from its start to its end, and
    /// all that reach into a range are computed. A plugin whose records lie outside asks for a [halo][#halo], which
    /// says how far.
    public PluginSpec keepingTimes() {
        return rows(Rows.SAME_TIMES);
    }

    /// The same, giving one record for each of its first input, in order, with its times; checked on every chunk. The
    /// records are then [numbered][dev.sluice.chunk.Chunk#firstIndex] in the run as those of the input are.
    public PluginSpec onePerRecord() {
        return rows(Rows.ONE_EACH);
    }

    private PluginSpec rows(Rows more) {
        return new PluginSpec(products, dependsOn, version, options, help, demand, keeping, complete, more);
    }

    /// The same, computed by that kind of thread.
    public PluginSpec executorType(ExecutorType kind) {
        return demanding(asked -> asked.on(kind));
    }

    /// The same, with all types of data that are named so far kept in stores as `policy` says. By default what a
    /// source provides is kept where it is [asked for][KeepPolicy#EXPLICIT], as it is there already, and all else
    /// where it is a [target][KeepPolicy#TARGET].
    public PluginSpec keep(KeepPolicy policy) {
        PluginSpec spec = this;
        for (Product product : products) {
            spec = spec.keep(product.dataType(), policy);
        }
        return spec;
    }

    /// The same for one type of data.
    ///
    /// @throws IllegalArgumentException if the plugin does not provide it
    public PluginSpec keep(String dataType, KeepPolicy policy) {
        if (products.stream().noneMatch(product -> product.dataType().equals(dataType))) {
            throw new IllegalArgumentException("'" + dataType + "' is to be kept, but the plugin provides "
                    + products.stream().map(Product::dataType).toList() + "; name one of these");
        }
        Map<String, KeepPolicy> more = new HashMap<>(keeping);
        more.put(dataType, Objects.requireNonNull(policy, "policy"));
        return new PluginSpec(products, dependsOn, version, options, help, demand, Map.copyOf(more), complete, rows);
    }

    private PluginSpec demanding(UnaryOperator<Requirements> more) {
        return new PluginSpec(products, dependsOn, version, options, help, more.apply(demand), keeping, complete, rows);
    }

    /// The name of the data provided; of the first, if there are several.
    public String provides() {
        return products.getFirst().dataType();
    }

    /// The type of the records provided; of the first type of data, if there are several.
    public RecordType type() {
        return products.getFirst().type();
    }

    /// All types of data provided, in the order in which they were named; one at least.
    public List<Product> products() {
        return products;
    }

    /// The names of the data needed, in order; empty for a source.
    public List<String> dependsOn() {
        return dependsOn;
    }

    /// The version of the algorithm.
    public String version() {
        return version;
    }

    /// The options declared.
    public List<Option<?>> options() {
        return options;
    }

    /// What a kernel refuses, with the names of these options for the parameters that they set.
    public KernelArgumentException inOptions(KernelArgumentException refused) {
        return refused.renamed(parameter -> options.stream()
                .filter(option -> option.parameter().equals(parameter))
                .map(Option::name)
                .findFirst()
                .orElse(parameter));
    }

    /// What the plugin does, in a sentence; may be empty.
    public String help() {
        return help;
    }

    /// What the plugin asks of the engine.
    public Requirements demand() {
        return demand;
    }

    /// Whether records start with a record of the first input and end no later.
    public boolean keepsTimes() {
        return rows != Rows.ANY;
    }

    /// Whether there is one record for each of the first input.
    public boolean isOnePerRecord() {
        return rows == Rows.ONE_EACH;
    }

    /// Whether one worker must compute the chunks in order.
    public boolean isStateful() {
        return demand.stateful();
    }

    /// When `dataType` is kept in stores; empty if nothing was said.
    public Optional<KeepPolicy> keepPolicy(String dataType) {
        return Optional.ofNullable(keeping.get(dataType));
    }

    /// Whether the plugin [writes every field][#writesEveryField()] of its records, so that they need not be zeros
    /// before.
    public boolean isComplete() {
        return complete;
    }

    /// How records relate to those of the first input.
    private enum Rows {
        ANY,
        SAME_TIMES,
        ONE_EACH
    }
}
