package dev.sluice.context;

import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.store.Lineage;
import dev.sluice.store.LineageEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How types of data come about with the plugins and settings of a context. Stateless.
final class LineageTree {
    /// The fields of what a plugin provides: they may depend on how it was constructed, which no option shows.
    static final String DTYPE = "dtype";

    private LineageTree() {}

    /// The lineage of every type of data of `ancestry`, and of what else their plugins provide, with the options
    /// `settings`, by `type.option`.
    ///
    /// @throws IllegalArgumentException if a source names what it reads like one of its options, or a setting does not
    ///     fit
    static Map<String, Lineage> of(DependencyGraph ancestry, ConfiguredPlugins plugins, PluginRules rules) {
        Map<String, Lineage> lineages = new LinkedHashMap<>();
        for (String dataType : ancestry.order()) {
            if (!lineages.containsKey(dataType)) {
                Plugin plugin = ancestry.plugin(dataType);
                List<Lineage> inputs =
                        plugin.spec().dependsOn().stream().map(lineages::get).toList();
                Lineage lineage = Lineage.of(ancestry.lastProvided(plugin), entry(plugin, plugins, rules), inputs);
                ancestry.outputs(plugin).forEach(output -> lineages.put(output, lineage));
            }
        }
        return lineages;
    }

    private static LineageEntry entry(Plugin plugin, ConfiguredPlugins plugins, PluginRules rules) {
        String name = OptionOwner.of(plugin).name();
        Map<String, Object> options =
                new LinkedHashMap<>(plugins.options(plugin).tracked());
        Map<String, Object> more = new LinkedHashMap<>();
        if (plugin instanceof SourcePlugin) {
            more.putAll(((SourcePlugin) plugin).identity());
        }
        more.put(DTYPE, dtype(plugin.spec().products()));
        more.putAll(PluginIdentity.of(
                plugin, rules.of(plugin, Planner.demand(plugin, plugins)).demand()));
        more.forEach((key, value) -> {
            if (options.putIfAbsent(key, value) != null) {
                throw new IllegalArgumentException("option " + key + " of " + name + " would hide what else its lineage"
                        + " holds under that name; rename the option, or do not track it");
            }
        });
        return LineageEntry.of(name, plugin.spec().version(), options);
    }

    private static Object dtype(List<Product> products) {
        if (products.size() == 1) {
            return products.get(0).type().descr();
        }
        Map<String, Object> types = new LinkedHashMap<>();
        products.forEach(product -> types.put(product.dataType(), product.type().descr()));
        return types;
    }
}
