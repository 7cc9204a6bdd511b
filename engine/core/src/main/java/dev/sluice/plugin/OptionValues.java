package dev.sluice.plugin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The values of the options of one plugin in one run: what was set, else the defaults. Immutable.
public final class OptionValues {
    private final String plugin;
    private final Map<Option<?>, Object> values = new LinkedHashMap<>();

    private OptionValues(String plugin) {
        this.plugin = plugin;
    }

    /// The values of the options of `plugin`, from settings by name; those by `type.name`, with the type of data that
    /// the plugin provides, go before those by `name`. Names of other plugins are passed over.
    ///
    /// @throws IllegalArgumentException if a setting does not fit its option
    public static OptionValues of(Plugin plugin, Map<String, ?> settings) {
        OptionValues result = new OptionValues(plugin.name());
        PluginSpec spec = plugin.spec();
        for (Option<?> option : spec.options()) {
            Object own = settings.get(spec.provides() + "." + option.name());
            Object setting = own == null ? settings.get(option.name()) : own;
            result.values.put(option, setting == null ? option.defaultValue() : option.value(setting));
        }
        return result;
    }

    /// The value of `option`.
    ///
    /// @throws IllegalArgumentException if the plugin did not declare it
    public <T> T get(Option<T> option) {
        Object value = values.get(option);
        if (value == null) {
            throw new IllegalArgumentException("plugin " + plugin + " does not declare the option " + option.name()
                    + "; add it to options(...) of its specification");
        }
        @SuppressWarnings("unchecked")
        T typed = (T) value;
        return typed;
    }

    /// The values that belong to the lineage, by name in alphabetical order, each as a long, double, boolean, String or
    /// list of such: values that are equal are so here, however they were written. Untracked options are left out.
    public SortedMap<String, Object> tracked() {
        SortedMap<String, Object> tracked = new TreeMap<>();
        values.keySet().stream()
                .filter(Option::isTracked)
                .forEach(option -> tracked.put(option.name(), canonical(option)));
        return Collections.unmodifiableSortedMap(tracked);
    }

    private <T> Object canonical(Option<T> option) {
        return option.canonical(get(option));
    }
}
