package dev.sluice.store;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/// One plugin in a lineage: what it is, and how it was set. An immutable value, safe from any thread.
///
/// @param plugin  name of the plugin
/// @param version version of its algorithm
/// @param options values of its tracked options by name, in the form of [TrackedValue]
public record LineageEntry(String plugin, String version, SortedMap<String, Object> options) {
    /// Brings the options into their one form.
    ///
    /// @throws IllegalArgumentException if the name of the plugin is empty or a value has no form in a lineage
    public LineageEntry {
        Objects.requireNonNull(version, "version");
        if (plugin.isEmpty()) {
            throw new IllegalArgumentException("a plugin without a name in a lineage: plugin=''; name it");
        }
        options = tracked(plugin, options);
    }

    /// The entry of a plugin with these values of its tracked options.
    ///
    /// @throws IllegalArgumentException if the name of the plugin is empty or a value has no form in a lineage
    public static LineageEntry of(String plugin, String version, Map<String, ?> options) {
        return new LineageEntry(plugin, version, tracked(plugin, options));
    }

    /// `[plugin, version, {option: value}]`.
    Object tree() {
        return Arrays.asList(plugin, version, options);
    }

    static LineageEntry fromTree(String dataType, Object tree) {
        if (tree instanceof List<?> parts
                && parts.size() == 3
                && parts.get(0) instanceof String plugin
                && parts.get(1) instanceof String version
                && parts.get(2) instanceof Map<?, ?> options) {
            return new LineageEntry(plugin, version, tracked(plugin, options));
        }
        throw new IllegalArgumentException("not a lineage: the entry of " + dataType + " is " + tree
                + "; it should be [plugin, version, {option: value}]");
    }

    @SuppressWarnings("unchecked")
    private static SortedMap<String, Object> tracked(String plugin, Map<?, ?> options) {
        try {
            return (SortedMap<String, Object>) TrackedValue.of(Objects.requireNonNull(options, "options"));
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException("options of " + plugin + ": " + refused.getMessage(), refused);
        }
    }
}
