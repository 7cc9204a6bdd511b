package dev.sluice.session.foreign;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.StreamingPlugin;
import java.lang.foreign.MemorySegment;

/// A plugin whose functions are native: what the header's `sluice_plugin` describes, as a plugin of the engine.
///
/// A worker makes its state by `create`, and calls `compute`, `reset` and `destroy` on the same thread. A code other
/// than 0 is a failure with the sentence that the function left. A function that ends the process, by a wrong address
/// or an exception that it lets out, ends all of it.
public final class NativePlugin extends StreamingPlugin {
    /// The code of a failure that has no number of its own.
    private static final int PLAIN = 1;

    private final String name;
    private final transient NativeDescription description;
    private final transient SharedObject library;

    private NativePlugin(NativeDescription description, SharedObject library) {
        this.name = description.name();
        this.description = description;
        this.library = library;
    }

    /// The plugin that the `sluice_plugin` at `address` describes; what it points to is copied. Its functions have to
    /// stay until every session with the plugin is closed.
    ///
    /// @throws IllegalArgumentException if it is of another version, or describes what cannot be
    public static NativePlugin of(long address) {
        return of(address, null);
    }

    /// The same, of a library that stays loaded while a worker has a state of the plugin.
    static NativePlugin of(long address, SharedObject library) {
        return new NativePlugin(NativeDescription.read(address), library);
    }

    @Override
    public PluginSpec spec() {
        return description.spec();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String settingsName() {
        return name;
    }

    /// Asks the function `halo`, where there is one.
    @Override
    public Requirements demand(OptionValues options) {
        Requirements asked = spec().demand();
        return description.functions().halo() == 0 ? asked : HaloCall.of(description, options, asked);
    }

    @Override
    public Object prepare(PluginContext context) {
        if (library == null) {
            return NativeCall.create(description, context, () -> {});
        }
        library.use();
        try {
            return NativeCall.create(description, context, library::letGo);
        } catch (RuntimeException | Error refused) {
            library.letGo();
            throw refused;
        }
    }

    @Override
    public void reset(PluginContext context) {
        context.prepared(NativeCall.class).reset();
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        context.prepared(NativeCall.class).compute(in, out);
    }

    /// The sentence that a function left at `words`, and its code unless that is 1.
    static NativePluginException failed(String function, int code, MemorySegment words) {
        String sentence = ForeignText.in(words).orElse("").strip();
        return new NativePluginException(
                sentence.isEmpty()
                        ? function + " returned code " + code
                                + " and left no sentence; let it return sluice_plugin_fail(call, code, \"...\")"
                        : sentence + (code == PLAIN ? "" : " (" + function + " returned code " + code + ")"));
    }
}
