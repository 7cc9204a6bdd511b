package dev.sluice.context;

import dev.sluice.chunk.MemoryAccount;
import dev.sluice.executor.ExecutorManager;
import dev.sluice.internal.feed.LivePublisher;
import dev.sluice.internal.ring.Failures;
import dev.sluice.internal.run.OpenStream;
import dev.sluice.internal.run.PipelineStream;
import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Product;
import dev.sluice.record.NearestName;
import dev.sluice.record.RecordType;
import dev.sluice.store.Lineage;
import dev.sluice.store.Store;
import dev.sluice.stream.LiveInput;
import dev.sluice.stream.StreamSettings;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The plugins that are known, and what their options are set to; from here streams are asked for.
///
///     try (Context context = Context.create().register(new WaveDumpSource(path), new Features());
///             ChunkStream stream = context.streaming("my_run").workers(4).getStream("features")) {
///         for (Chunk chunk : stream) { … }
///     }
///
/// Set up by one thread; streams may then be asked for by any. Closing the context closes the streams that are open. A
/// context that is never closed gives its threads back once neither it nor one of its streams is reachable.
public final class Context implements AutoCloseable {
    private static final Cleaner FORGOTTEN = Cleaner.create();

    private final Map<String, Plugin> plugins = new LinkedHashMap<>();
    private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();
    private final List<AttachedStore> stores = new ArrayList<>();
    private final Map<Plugin, Configuration> configurations = new IdentityHashMap<>();
    private final ExecutorManager executors = ExecutorManager.create();
    private final PluginRules rules = new PluginRules(null, executors);
    private final Cleaner.Cleanable cleanable;
    private MemoryAccount memory = MemoryAccount.ofProcess();
    private volatile boolean closed;

    private Context() {
        this.cleanable = FORGOTTEN.register(this, executors::close);
    }

    /// A context without plugins.
    public static Context create() {
        return new Context();
    }

    /// Adds plugins. One that provides a type of data which another provides already takes its place, with the options
    /// that it has itself: what was set for the other one is not set for it.
    public Context register(Plugin... added) {
        for (Plugin plugin : added) {
            for (Product product : plugin.spec().products()) {
                plugins.put(product.dataType(), plugin);
            }
        }
        return this;
    }

    /// Adds a live input of records of that type, under the name `dataType`, and returns it: streams of it, and of what
    /// is computed from it, are opened as ever, by one pass at a time.
    ///
    /// The input belongs to the caller and is closed when nothing more is published.
    public LiveInput live(String dataType, RecordType type) {
        LivePublisher input = new LivePublisher(dataType, type);
        register(input.source());
        return input;
    }

    /// Sets an option of every registered plugin that has it, or with `plugin.option` of one plugin, from a text or
    /// from a value of the option's type; checked at once. [Configuration] says what goes before what.
    ///
    /// @throws IllegalArgumentException if no plugin declares such an option, or the value does not fit
    public Context set(String option, Object value) {
        return configure(Configuration.of(List.of(Setting.ofCode(option, value))));
    }

    /// The same for one channel of every board, which leaves other channels what they are; the option must be per
    /// channel.
    ///
    /// @throws IllegalArgumentException if no plugin declares such an option, or the value does not fit
    public Context setForChannel(int channel, String option, Object value) {
        return setForChannel(ChannelKey.of(channel), option, value);
    }

    /// The same for one channel, of one board or of every board.
    ///
    /// @throws IllegalArgumentException if no plugin declares such an option, or the value does not fit
    public Context setForChannel(ChannelKey channel, String option, Object value) {
        return configure(Configuration.of(List.of(Setting.ofCode(option, value).forChannel(channel))));
    }

    /// Adds settings, such as those of a file; all are checked before any holds.
    ///
    /// @throws IllegalArgumentException if no plugin declares such an option, or a value does not fit
    public Context configure(Configuration more) {
        more.requireFit(plugins().stream().map(this::owner).toList());
        Map<Plugin, Configuration> changed = new IdentityHashMap<>();
        for (Plugin plugin : plugins()) {
            Configuration configuration = configuration(plugin).with(more.applicableTo(List.of(owner(plugin))));
            configuration.effective(OptionOwner.of(plugin));
            changed.put(plugin, configuration);
        }
        configurations.putAll(changed);
        return this;
    }

    /// The options of the plugin that provides `dataType`: what holds now, and where it comes from.
    ///
    /// @throws IllegalArgumentException if no plugin does
    public List<EffectiveOption<?>> options(String dataType) {
        Plugin plugin = plugin(dataType);
        return configuration(plugin).effective(OptionOwner.of(plugin));
    }

    private Configuration configuration(Plugin plugin) {
        return configurations.getOrDefault(plugin, Configuration.EMPTY);
    }

    /// A plugin goes by the names of what is taken from it; what was set for it by then stays.
    private OptionOwner owner(Plugin plugin) {
        return OptionOwner.of(
                plugin,
                plugin.spec().products().stream()
                        .map(Product::dataType)
                        .filter(dataType -> plugins.get(dataType) == plugin)
                        .toList());
    }

    /// The plugins, in the order in which they were registered.
    public List<Plugin> plugins() {
        return List.copyOf(new LinkedHashSet<>(plugins.values()));
    }

    /// What is provided under the name `dataType`.
    ///
    /// @throws IllegalArgumentException if nothing is
    public Product product(String dataType) {
        for (Product product : configured().plugin(dataType).spec().products()) {
            if (product.dataType().equals(dataType)) {
                return product;
            }
        }
        throw new IllegalStateException(plugin(dataType).name() + " does not provide " + dataType
                + " any more; a plugin" + " answers the same specification every time");
    }

    /// The plugin that provides `dataType`.
    ///
    /// @throws IllegalArgumentException if none does
    public Plugin plugin(String dataType) {
        Plugin plugin = plugins.get(dataType);
        if (plugin == null) {
            throw new IllegalArgumentException("no plugin provides '" + dataType + "'"
                    + (plugins.isEmpty()
                            ? "; registered are none: register a plugin first"
                            : NearestName.choices(dataType, "registered are", plugins.keySet())));
        }
        return plugin;
    }

    /// How the plugin that provides `dataType` is computed in every run, to be set.
    ///
    /// @throws IllegalArgumentException if no plugin provides it
    public PluginSettings pluginSettings(String dataType) {
        plugin(dataType);
        return rules.of(dataType);
    }

    /// The threads that the streams of this context run on; they end with it.
    public ExecutorManager executors() {
        return executors;
    }

    PluginRules rules() {
        return rules;
    }

    /// Adds stores, which are searched in this order and all written to. They belong to the caller and may be shared
    /// between contexts, and closes them when no stream is open. One that fails is warned of in the summary of the run,
    /// which goes on without it.
    public Context store(Store... added) {
        for (Store store : added) {
            stores.add(new AttachedStore(store, false));
        }
        return this;
    }

    /// Adds stores that runs cannot do without: where one fails, closing the last stream of the run throws
    /// [java.io.UncheckedIOException], and so does asking for a stream if it fails by then.
    public Context requiredStore(Store... added) {
        for (Store store : added) {
            stores.add(new AttachedStore(store, true));
        }
        return this;
    }

    List<AttachedStore> stores() {
        return List.copyOf(stores);
    }

    /// Whether `dataType` of a run is stored, as [StreamingContext#isStored] says.
    ///
    /// @throws IllegalArgumentException if something needed is not provided
    public boolean isStored(String runId, String dataType) {
        return streaming(runId).isStored(dataType);
    }

    /// How `dataType` of a run comes about, as [StreamingContext#lineage] says.
    ///
    /// @throws IllegalArgumentException if something needed is not provided
    public Lineage lineage(String runId, String dataType) {
        return streaming(runId).lineage(dataType);
    }

    /// Limits off-heap memory of all streams of this context together to `bytes`. By default, they share what
    /// [dev.sluice.chunk.ProcessMemory] says with all others of the process.
    ///
    /// @throws IllegalArgumentException if it is less than 64 KiB
    public Context memory(long bytes) {
        StreamSettings.defaults().withMemoryBudget(bytes);
        memory = new MemoryAccount(bytes);
        return this;
    }

    /// What streams share their memory with unless they are given a limit of their own.
    MemoryAccount memory() {
        return memory;
    }

    /// How the data of one run are to be streamed: a set of settings, from which streams are started.
    public StreamingContext streaming(String runId) {
        return new StreamingContext(this, runId);
    }

    /// The plugins as they are set now.
    ConfiguredPlugins configured() {
        Map<Plugin, Map<String, Object>> settings = new IdentityHashMap<>();
        for (Plugin plugin : plugins()) {
            Map<String, Object> set = new LinkedHashMap<>();
            configuration(plugin).effective(OptionOwner.of(plugin)).stream()
                    .filter(option -> !option.isDefault())
                    .forEach(option -> set.put(option.option().name(), option.value()));
            settings.put(plugin, set);
        }
        return new ConfiguredPlugins(this::plugin, settings);
    }

    /// Runs the plugins that give these types of data on made-up records until they are compiled, so that the first
    /// chunks of a DAQ are as fast as later ones.
    ///
    /// The plugins compute some thousand small chunks of the types of their sources, with the options that are set;
    /// what comes out is dropped. Sources themselves do nothing: no file is read, and live input is not taken. Takes a
    /// second or a few, and little more than 10; the calling thread waits. The memory is that of streams, and bounded
    /// like theirs. A plugin that does more than compute sees these records too.
    ///
    /// @throws IllegalArgumentException if nothing provides a type, or nothing is named
    /// @throws dev.sluice.stream.PipelineException if a plugin cannot be prepared; chunks that fail are passed over
    public void warm(String... targets) {
        requireOpen();
        if (targets.length == 0) {
            throw new IllegalArgumentException(
                    "targets=[], nothing to warm; name the types of data that will be streamed");
        }
        try (Context rehearsal = create()) {
            rehearsal.plugins.putAll(plugins);
            rehearsal.configurations.putAll(configurations);
            rehearsal.memory = memory;
            new WarmUp(rehearsal).run(List.of(targets));
        }
    }

    void opened(PipelineStream stream) {
        open.add(stream.open());
    }

    void closed(OpenStream stream) {
        open.remove(stream);
    }

    boolean isClosed() {
        return closed;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the context is closed; ask for streams before it is");
        }
    }

    /// Closes the streams that are still open; no other can be asked for. Doing so twice is harmless.
    ///
    /// @throws RuntimeException the first failure to close one, with the others suppressed; all are closed all the same
    @Override
    public void close() {
        closed = true;
        Failures failures = new Failures();
        for (OpenStream stream : new ArrayList<>(open)) {
            failures.attempt(stream::close);
        }
        cleanable.clean();
        failures.throwFirst();
    }
}
