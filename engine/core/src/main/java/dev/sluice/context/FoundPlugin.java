package dev.sluice.context;

import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Product;
import java.util.List;

/// A plugin that was not registered by hand but found. Immutable.
///
/// @param plugin the plugin
/// @param origin where it comes from, for messages: a jar, a library, `the class path`
public record FoundPlugin(Plugin plugin, String origin) {
    /// Makes sure that the plugin can be asked.
    ///
    /// @throws PluginDiscoveryException if it fails to say what it provides
    static FoundPlugin of(Plugin plugin, String origin) {
        try {
            PluginSpec spec = plugin.spec();
            if (spec == null) {
                throw new IllegalStateException("spec() returns null");
            }
            return new FoundPlugin(plugin, origin);
        } catch (RuntimeException | LinkageError failure) {
            throw new PluginDiscoveryException(
                    "plugin " + plugin.getClass().getName() + " of " + origin + " cannot say what it provides: "
                            + PluginJar.reason(failure),
                    failure);
        }
    }

    /// The names of what it provides.
    public List<String> dataTypes() {
        return plugin.spec().products().stream().map(Product::dataType).toList();
    }

    /// The class, or the name that it has instead, and where it comes from.
    @Override
    public String toString() {
        Class<?> type = plugin.getClass();
        return (plugin.name().equals(type.getSimpleName()) ? type.getName() : plugin.name()) + " of " + origin;
    }
}
