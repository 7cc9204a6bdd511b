package dev.sluice.context;

import dev.sluice.plugin.Option;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Product;
import java.util.List;
import java.util.Optional;

/// A plugin as far as its options go. Immutable.
///
/// @param name      what settings call it, by default its class
/// @param dataTypes what it provides
/// @param options   what can be set
public record OptionOwner(String name, List<String> dataTypes, List<Option<?>> options) {
    /// Copies the lists.
    public OptionOwner {
        dataTypes = List.copyOf(dataTypes);
        options = List.copyOf(options);
    }

    /// A plugin that can be asked, and that provides all it can.
    public static OptionOwner of(Plugin plugin) {
        return of(
                plugin, plugin.spec().products().stream().map(Product::dataType).toList());
    }

    /// A plugin that can be asked, of which only these types of data are taken: another one provides the rest.
    static OptionOwner of(Plugin plugin, List<String> dataTypes) {
        return new OptionOwner(plugin.settingsName(), dataTypes, plugin.spec().options());
    }

    /// Whether a setting may name the plugin so: by what it provides, or by its name.
    public boolean isCalled(String plugin) {
        return dataTypes.contains(plugin) || plugin.equals(name);
    }

    /// The option of that name.
    public Optional<Option<?>> option(String option) {
        return options.stream().filter(known -> known.name().equals(option)).findFirst();
    }

    /// Whether `setting` is for this option of the plugin.
    boolean has(Option<?> option, Setting setting) {
        return option(setting).filter(option::equals).isPresent();
    }

    /// The option that `setting` is for, if it is one of this plugin; one for a channel must be per channel.
    public Optional<Option<?>> option(Setting setting) {
        boolean addressed = setting.plugin().isEmpty() || isCalled(setting.plugin());
        return addressed
                ? option(setting.option()).filter(option -> setting.channel().isEmpty() || option.isPerChannel())
                : Optional.empty();
    }
}
