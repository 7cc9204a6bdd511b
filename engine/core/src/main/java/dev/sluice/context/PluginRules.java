package dev.sluice.context;

import dev.sluice.executor.ExecutorManager;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.Requirements;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The settings of plugins, by the names of what they provide; for a context, or for a run over those of its context.
final class PluginRules {
    private final PluginRules below;
    private final ExecutorManager executors;
    private final Map<String, PluginSettings> settings = new LinkedHashMap<>();
    private String pool;

    /// No settings over those of `below`, which may be null.
    PluginRules(PluginRules below, ExecutorManager executors) {
        this.below = below;
        this.executors = executors;
    }

    /// The settings of the plugin that provides `dataType`, to be changed.
    PluginSettings of(String dataType) {
        return settings.computeIfAbsent(dataType, PluginSettings::new);
    }

    /// Names the pool of all plugins that are not put into another.
    void pool(String name) {
        pool = name;
    }

    /// The pool of all plugins that are not put into another; null for that of all threads of a kind.
    String pool() {
        return pool;
    }

    /// What holds for `plugin`, which itself demands `asked`.
    ///
    /// @throws IllegalArgumentException if something is set that cannot be had
    PluginSettings.Rule of(Plugin plugin, Requirements asked) {
        return of(plugin, asked, false);
    }

    /// What holds for the thread that reads what `plugin`, a source or a table without inputs, gives.
    ///
    /// @throws IllegalArgumentException if something is set that cannot be had
    PluginSettings.Rule ofReader(Plugin plugin, Requirements asked) {
        return of(plugin, asked, true);
    }

    private PluginSettings.Rule of(Plugin plugin, Requirements asked, boolean reads) {
        PluginSettings.Rule start = new PluginSettings.Rule(asked, null);
        PluginSettings.Rule rule = over(start, plugin.spec().products(), reads);
        requireThreads(plugin.name(), rule.demand().executor());
        return rule;
    }

    private PluginSettings.Rule over(PluginSettings.Rule start, List<Product> products, boolean reads) {
        PluginSettings.Rule rule = below == null ? start : below.over(start, products, reads);
        for (Product product : products) {
            PluginSettings own = settings.get(product.dataType());
            rule = own == null ? rule : own.over(rule, reads, executors);
        }
        return rule;
    }

    static void requireThreads(String name, ExecutorType kind) {
        if (kind == ExecutorType.PROCESS) {
            throw new IllegalArgumentException(name + " asks for executorType=PROCESS, worker processes, which"
                    + " are not there yet; use THREAD, or VIRTUAL for plugins that wait for files");
        }
    }
}
