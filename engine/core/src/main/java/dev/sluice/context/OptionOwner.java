package dev.sluice.context;

import dev.sluice.plugin.Option;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginSpec;
import java.util.List;
import java.util.Optional;

/// A plugin as far as its options go. Immutable.
///
/// @param name     its class
/// @param dataType what it provides
/// @param options  what it can be told
public record OptionOwner(String name, String dataType, List<Option<?>> options) {
    /// Copies the list.
    public OptionOwner {
        options = List.copyOf(options);
    }

    /// A plugin that can be asked.
    public static OptionOwner of(Plugin plugin) {
        PluginSpec spec = plugin.spec();
        String simple = plugin.getClass().getSimpleName();
        return new OptionOwner(simple.isEmpty() ? plugin.name() : simple, spec.provides(), spec.options());
    }

    /// Whether a setting may name the plugin so: by what it provides, or by its class.
    public boolean isCalled(String plugin) {
        return plugin.equals(dataType) || plugin.equals(name);
    }

    /// The option of that name.
    public Optional<Option<?>> option(String option) {
        return options.stream().filter(known -> known.name().equals(option)).findFirst();
    }

    /// The option that `setting` is for, if it is one of this plugin; one for a channel must be per channel.
    public Optional<Option<?>> option(Setting setting) {
        boolean addressed = setting.plugin().isEmpty() || isCalled(setting.plugin());
        return addressed
                ? option(setting.option()).filter(option -> setting.channel().isEmpty() || option.isPerChannel())
                : Optional.empty();
    }
}
