package dev.sluice.context;

import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Types of data and all that they are computed from. Immutable.
final class DependencyGraph {
    private final Function<String, Plugin> providers;
    private final Map<String, Plugin> plugins = new LinkedHashMap<>();
    private final Set<String> underway = new LinkedHashSet<>();

    /// Walks up from `targets`; `providers` gives the plugin of a type of data.
    ///
    /// @throws IllegalArgumentException if something needed is not provided, or plugins depend on each other in a
    ///     circle
    DependencyGraph(Collection<String> targets, Function<String, Plugin> providers) {
        this.providers = providers;
        targets.forEach(this::visit);
    }

    private void visit(String dataType) {
        if (plugins.containsKey(dataType)) {
            return;
        }
        if (!underway.add(dataType)) {
            throw new IllegalArgumentException(
                    "plugins depend on each other in a circle: " + String.join(" -> ", underway) + " -> " + dataType);
        }
        Plugin plugin = provider(dataType);
        plugin.spec().dependsOn().forEach(this::visit);
        plugins.put(dataType, plugin);
        underway.remove(dataType);
    }

    private Plugin provider(String dataType) {
        try {
            return providers.apply(dataType);
        } catch (IllegalArgumentException missing) {
            if (underway.size() == 1) {
                throw missing;
            }
            throw new IllegalArgumentException(
                    missing.getMessage() + " (needed by " + String.join(" -> ", underway) + ")", missing);
        }
    }

    /// The types of data, each after all that it needs.
    List<String> order() {
        return List.copyOf(plugins.keySet());
    }

    /// The plugin that provides one of them, or something else.
    Plugin plugin(String dataType) {
        Plugin known = plugins.get(dataType);
        return known == null ? providers.apply(dataType) : known;
    }

    /// What a type of data is.
    Product product(String dataType) {
        for (Product product : plugin(dataType).spec().products()) {
            if (product.dataType().equals(dataType)) {
                return product;
            }
        }
        throw new IllegalStateException(plugin(dataType).name() + " does not provide " + dataType
                + " any more; a plugin answers the same specification every time");
    }

    /// The type of data that stands for a plugin in lineages: the last one that it provides and that is taken from it.
    String lastProvided(Plugin plugin) {
        List<String> outputs = new ArrayList<>(outputs(plugin));
        outputs.removeIf(String::isEmpty);
        return outputs.get(outputs.size() - 1);
    }

    /// What a plugin provides, in order; an empty name stands for what is taken from another plugin that was registered
    /// later.
    List<String> outputs(Plugin plugin) {
        return plugin.spec().products().stream()
                .map(Product::dataType)
                .map(dataType -> plugin(dataType) == plugin ? dataType : "")
                .toList();
    }
}
