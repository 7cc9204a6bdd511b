package dev.sluice.plugin;

/// Something that provides a type of data: a [SourcePlugin] reads or makes it, a [StreamingPlugin] computes it from
/// others.
///
/// A plugin is a definition: the same instance may serve several runs at a time, so it keeps no state of a run in
/// fields.
public abstract sealed class Plugin permits SourcePlugin, StreamingPlugin {
    /// What this plugin provides, needs and lets be set; the same answer every time.
    public abstract PluginSpec spec();

    /// The plugin for a run with these options: this one, unless the type of what it provides depends on them. The
    /// other one has the same options and provides the same types of data.
    public Plugin configured(OptionValues options) {
        return this;
    }

    /// What messages call it: the simple name of the class, unless it is overridden, as sources do that name their
    /// file.
    public String name() {
        String simple = getClass().getSimpleName();
        return simple.isEmpty() ? getClass().getName() : simple;
    }

    /// What settings call it, whatever it reads: the simple name of the class, unless one class stands for many
    /// plugins.
    public String settingsName() {
        String simple = getClass().getSimpleName();
        return simple.isEmpty() ? name() : simple;
    }
}
