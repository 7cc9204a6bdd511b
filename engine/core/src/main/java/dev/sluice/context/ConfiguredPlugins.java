package dev.sluice.context;

import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Plugin;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/// The plugins of a context as its settings make them, and what their options are set to, at one moment. Immutable.
final class ConfiguredPlugins {
    private final Function<String, Plugin> registered;
    private final Map<Plugin, Plugin> configured = new IdentityHashMap<>();
    private final Map<Plugin, Map<String, Object>> settings = new IdentityHashMap<>();

    /// @param registered the plugin that provides a type of data; throws where none does
    /// @param settings   the options that are set, by plugin and name
    ConfiguredPlugins(Function<String, Plugin> registered, Map<Plugin, Map<String, Object>> settings) {
        this.registered = registered;
        settings.forEach((plugin, set) -> {
            Plugin made = plugin.configured(OptionValues.of(plugin, set));
            configured.put(plugin, made);
            this.settings.put(made, new HashMap<>(set));
        });
    }

    private ConfiguredPlugins(
            Function<String, Plugin> registered,
            Map<Plugin, Plugin> configured,
            Map<Plugin, Map<String, Object>> settings) {
        this.registered = registered;
        this.configured.putAll(configured);
        this.settings.putAll(settings);
    }

    /// The plugin that provides `dataType`.
    ///
    /// @throws IllegalArgumentException if none does
    Plugin plugin(String dataType) {
        Plugin plugin = registered.apply(dataType);
        return configured.getOrDefault(plugin, plugin);
    }

    /// The same with one more, which provides what no other does.
    ConfiguredPlugins with(Plugin added) {
        String provides = added.spec().provides();
        return new ConfiguredPlugins(
                name -> name.equals(provides) ? added : registered.apply(name), configured, settings);
    }

    /// The values of the options of a plugin; defaults for one that is not of the context.
    OptionValues options(Plugin plugin) {
        return OptionValues.of(plugin, settings.getOrDefault(plugin, Map.of()));
    }
}
