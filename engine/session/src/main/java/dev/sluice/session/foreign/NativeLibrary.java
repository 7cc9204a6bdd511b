package dev.sluice.session.foreign;

import dev.sluice.context.FoundPlugin;
import dev.sluice.session.request.UsageException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A shared library with plugins, which it shows by its function `sluice_plugins`.
///
/// Owns what is loaded: to be closed after every context that its plugins are registered in. Opened and closed by one
/// thread; the plugins may be used by any.
public final class NativeLibrary implements AutoCloseable {
    /// The function by which a library shows its plugins.
    public static final String SYMBOL = "sluice_plugins";

    private static final long MOST_PLUGINS = 1000;

    private final SharedObject library;
    private final List<FoundPlugin> found;

    private NativeLibrary(SharedObject library, List<FoundPlugin> found) {
        this.library = library;
        this.found = found;
    }

    /// Whether `place` is for this class to open: a file that is a shared library, or is named like one.
    public static boolean isLibrary(Path place) {
        return SharedObject.isNamedSo(place);
    }

    /// Loads the library at `place`.
    ///
    /// @throws UsageException if it cannot be loaded, shows no plugins, or shows one that cannot be; nothing stays
    ///     loaded then
    public static NativeLibrary open(Path place) {
        SharedObject library = SharedObject.load(place);
        try {
            return new NativeLibrary(library, plugins(place, library));
        } catch (RuntimeException | Error refused) {
            library.close();
            throw refused;
        }
    }

    private static List<FoundPlugin> plugins(Path place, SharedObject library) {
        long function = library.find(SYMBOL);
        if (function == 0) {
            throw new UsageException("the library shows no plugins, as it has no function " + SYMBOL + ": plugins="
                    + place + "; define it with SLUICE_EXPORT, in C++ inside of extern \"C\"");
        }
        List<FoundPlugin> plugins = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment list = shown(function, count);
            long shown = count.get(ValueLayout.JAVA_LONG, 0);
            if (shown < 1 || shown > MOST_PLUGINS || list.address() == 0) {
                throw new UsageException(SYMBOL + " of the library gives count=" + Long.toUnsignedString(shown)
                        + " plugins" + (list.address() == 0 ? " at NULL" : "") + ": plugins=" + place
                        + "; give 1 to " + MOST_PLUGINS + ", and where they are");
            }
            for (int i = 0; i < shown; i++) {
                plugins.add(plugin(place, library, i, list.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i)));
            }
        }
        return List.copyOf(plugins);
    }

    private static FoundPlugin plugin(Path place, SharedObject library, int index, long address) {
        try {
            return new FoundPlugin(NativePlugin.of(address, library), place.toString());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(
                    "plugin " + index + " of the library cannot be used: plugins=" + place + ": " + wrong.getMessage(),
                    wrong);
        }
    }

    @SuppressWarnings("restricted")
    private static MemorySegment shown(long function, MemorySegment count) {
        MethodHandle handle =
                Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        try {
            MemorySegment list = (MemorySegment) handle.invokeExact(MemorySegment.ofAddress(function), count);
            return list.reinterpret(MOST_PLUGINS * Long.BYTES);
        } catch (Throwable impossible) {
            throw new IllegalStateException(SYMBOL + " cannot be called", impossible);
        }
    }

    /// Its plugins, in their order.
    public List<FoundPlugin> found() {
        return found;
    }

    /// Unloads the library, unless another has loaded it too, once no worker has a state of its plugins.
    @Override
    public void close() {
        library.close();
    }
}
