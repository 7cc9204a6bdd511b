package dev.sluice.app;

import picocli.CommandLine.Model.OptionSpec;

/// The option of a command that brings plugins from outside.
final class PluginOptions {
    private final OptionSpec plugins = ValueOption.list(
            "--plugins",
            "PATH",
            "Use the plugins of a jar, or of all jars in a folder, too. May be given again and again.");

    /// The declaration.
    OptionSpec spec() {
        return plugins;
    }

    /// All plugins; to be closed.
    ///
    /// @throws UsageException if a jar, or a plugin in it, cannot be used
    PluginCatalogue open() {
        return PluginCatalogue.open(
                ValueOption.values(plugins).stream().map(InputOptions::path).toList());
    }
}
