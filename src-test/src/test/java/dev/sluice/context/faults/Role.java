package dev.sluice.context.faults;

import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;

/// The kinds of plugins that there are, each as a plugin whose result shows whether it was handed what it asked for.
enum Role {
    LOCAL,
    STATEFUL,
    RESETTING,
    HALO,
    ALIGNED,
    COVERING,
    CHUNK_SIZED,
    DIVIDING,
    TWO_OUTPUTS,
    EXHAUSTING,
    STATIC;

    static final long HALO_LENGTH = 1500;
    static final long BREAK = 800;

    /// Whether the plugin is handed the chunks of its first input one by one.
    boolean keepsChunks() {
        return this != CHUNK_SIZED && this != DIVIDING && !needsAll();
    }

    /// Whether the plugin is handed all of the run at once.
    boolean needsAll() {
        return this == EXHAUSTING || this == STATIC;
    }

    PluginSpec spec(String provides, String left, String right) {
        PluginSpec spec = PluginSpec.provides(provides, Steady.TYPE).dependsOn(left);
        switch (this) {
            case STATEFUL:
                return spec.stateful();
            case RESETTING:
                return spec.resetAfter(BREAK);
            case HALO:
                return spec.halo(HALO_LENGTH, HALO_LENGTH);
            case ALIGNED:
                return spec.dependsOn(left, right);
            case COVERING:
                return spec.dependsOn(left, right).coveringFirst();
            case CHUNK_SIZED:
                return spec.chunkSize(7);
            case DIVIDING:
                return spec.dividing();
            case TWO_OUTPUTS:
                return spec.and(provides + "_too", Steady.TYPE);
            case EXHAUSTING:
                return spec.exhausting();
            default:
                return spec;
        }
    }

    StreamingPlugin plugin(String provides, String left, String right, Hooks hooks) {
        PluginSpec spec = spec(provides, left, right);
        return this == STATIC ? new WholePlugin(spec, hooks) : new RolePlugin(this, spec, hooks);
    }

    StreamingPlugin plugin(String provides, String left, String right) {
        return plugin(provides, left, right, Hooks.NONE);
    }
}
