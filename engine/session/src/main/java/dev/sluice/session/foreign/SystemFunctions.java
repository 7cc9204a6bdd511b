package dev.sluice.session.foreign;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// Functions of the C library of this process. Stateless.
public final class SystemFunctions {
    private SystemFunctions() {}

    /// The function of that name; any thread may call it.
    ///
    /// @throws java.util.NoSuchElementException if the system has none
    @SuppressWarnings("restricted")
    public static MethodHandle find(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
