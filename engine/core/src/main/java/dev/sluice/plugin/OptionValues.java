package dev.sluice.plugin;

import java.util.HashMap;
import java.util.Map;

/// The values of the options of one plugin in one run: what was set, else the defaults. Immutable.
public final class OptionValues {
    private final String plugin;
    private final Map<Option<?>, Object> values = new HashMap<>();

    private OptionValues(String plugin) {
        this.plugin = plugin;
    }

    /// The values of the options of `plugin`, from settings by name; names of other plugins are passed over.
    ///
    /// @throws IllegalArgumentException if a setting does not fit its option
    public static OptionValues of(Plugin plugin, Map<String, ?> settings) {
        OptionValues result = new OptionValues(plugin.name());
        for (Option<?> option : plugin.spec().options()) {
            Object setting = settings.get(option.name());
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
}
