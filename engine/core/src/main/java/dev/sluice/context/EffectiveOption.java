package dev.sluice.context;

import dev.sluice.plugin.Option;
import java.util.List;

/// What an option of a plugin is in the end, and what set it. Immutable.
///
/// @param option  the option
/// @param value   its value
/// @param origins where the value comes from: one place, and after it one for each channel that was set by itself;
///     empty if nothing was set
public record EffectiveOption<T>(Option<T> option, T value, List<String> origins) {
    /// Copies the list.
    public EffectiveOption {
        origins = List.copyOf(origins);
    }

    /// The default of an option.
    static <T> EffectiveOption<T> unset(Option<T> option) {
        return new EffectiveOption<>(option, option.defaultValue(), List.of());
    }

    /// Whether nothing was set, so that the default holds.
    public boolean isDefault() {
        return origins.isEmpty();
    }

    /// The value as a user would write it.
    public String text() {
        return option.format(value);
    }

    /// The value as a long, double, boolean, String or list of such.
    public Object canonical() {
        return option.canonical(value);
    }
}
