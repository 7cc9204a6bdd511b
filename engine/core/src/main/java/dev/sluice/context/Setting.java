package dev.sluice.context;

import dev.sluice.kernels.channel.ChannelKey;
import java.util.Objects;
import java.util.Optional;

/// One option that was set to one value, for all plugins that have it, for one plugin, or for one channel. Immutable.
///
/// @param name    the option, or `plugin.option`, where a plugin is called by the type of data that it provides or by
///     its class
/// @param value   a text, a number, a boolean or a value of the option's type
/// @param channel the channel that the value is for; empty for all
/// @param layer   how it goes before others
/// @param origin  where it stands, such as `sluice.toml:12`
public record Setting(String name, Object value, Optional<ChannelKey> channel, SettingLayer layer, String origin) {
    /// Checks that nothing but the value is missing: that is for the option to refuse.
    public Setting {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(origin, "origin");
    }

    /// Taken from the input that is read, as `origin` says.
    public static Setting ofInput(String name, Object value, String origin) {
        return new Setting(name, value, Optional.empty(), SettingLayer.INPUT, origin);
    }

    /// Set in a file; `origin` names it, and the line.
    public static Setting ofFile(String name, Object value, String origin) {
        return new Setting(name, value, Optional.empty(), SettingLayer.FILE, origin);
    }

    /// Set by the program.
    public static Setting ofCode(String name, Object value) {
        return new Setting(name, value, Optional.empty(), SettingLayer.CODE, "code");
    }

    /// Set on the command line, by the option `origin`.
    public static Setting ofCommandLine(String name, Object value, String origin) {
        return new Setting(name, value, Optional.empty(), SettingLayer.COMMAND_LINE, origin);
    }

    /// The same for one channel, which leaves the others what they are.
    public Setting forChannel(ChannelKey key) {
        return new Setting(name, value, Optional.of(key), layer, origin);
    }

    /// The plugin that is named; empty for all.
    public String plugin() {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    /// The option, without a plugin.
    public String option() {
        return name.substring(name.indexOf('.') + 1);
    }

    /// Of two settings of an option, the one of higher rank goes first: a later layer before an earlier one; inside a
    /// layer a channel before all, and a plugin before all.
    int rank() {
        return 4 * layer.ordinal() + (channel.isPresent() ? 2 : 0) + (plugin().isEmpty() ? 0 : 1);
    }
}
