package dev.sluice.host;

import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Product;
import dev.sluice.session.foreign.InsidePlugin;
import dev.sluice.session.foreign.NativePlugin;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// The functions of the C interface that concern plugins of the host.
final class PluginCalls {
    private static final List<NativePlugin> REGISTERED = new ArrayList<>();

    private PluginCalls() {}

    /// A plugin that sessions are opened with until it is closed.
    private record Registered(NativePlugin plugin) implements AutoCloseable {
        @Override
        public void close() {
            synchronized (REGISTERED) {
                REGISTERED.removeIf(each -> each == plugin);
            }
        }

        @Override
        public String toString() {
            return "plugin " + plugin.name();
        }
    }

    static int plugin_register(MemorySegment plugin, MemorySegment handle) {
        try {
            MemorySegment out = HostMemory.out("handle", handle, Long.BYTES);
            if (plugin.address() == 0) {
                throw new HostException(HostCode.ARGUMENT, "plugin is NULL");
            }
            NativePlugin made = NativePlugin.of(plugin.address());
            synchronized (REGISTERED) {
                requireNew(made);
                REGISTERED.add(made);
            }
            out.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, ProcessCalls.HANDLES.add(new Registered(made)));
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    private static void requireNew(Plugin made) {
        List<String> types = dataTypes(made);
        for (Plugin other : REGISTERED) {
            for (String dataType : dataTypes(other)) {
                if (types.contains(dataType)) {
                    throw new HostException(
                            HostCode.ARGUMENT,
                            "plugin " + made.name() + " provides '" + dataType + "', as " + other.name()
                                    + " does, which is registered; release that one first, or rename what it provides");
                }
            }
        }
    }

    private static List<String> dataTypes(Plugin plugin) {
        return plugin.spec().products().stream().map(Product::dataType).toList();
    }

    /// The plugins of the host, for a session that is opened now.
    static List<Plugin> registered() {
        synchronized (REGISTERED) {
            return List.copyOf(REGISTERED);
        }
    }

    /// Whether the calling thread is inside of a native plugin.
    static boolean isInside() {
        return InsidePlugin.isHere();
    }

    /// Refuses what waits for a run to go on, from inside of a plugin, which is part of one.
    ///
    /// @throws HostException if the calling thread is inside of a native plugin
    static void requireOutside(String function) {
        if (InsidePlugin.isHere()) {
            throw new HostException(
                    HostCode.STATE,
                    function + " is called from inside of a plugin, which holds up the run that it may wait for; call"
                            + " it from another thread, or after the plugin has returned");
        }
    }
}
