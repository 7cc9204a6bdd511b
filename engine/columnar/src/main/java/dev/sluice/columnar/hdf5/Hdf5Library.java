package dev.sluice.columnar.hdf5;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The functions of the HDF5 library of the system, called one at a time: it is not made for threads. Loaded at the
/// first use, and never unloaded.
@SuppressWarnings("restricted")
final class Hdf5Library {
    /// The system property that names the library where it has an unusual place.
    static final String PROPERTY = "sluice.hdf5";
    /// What to do where it is missing.
    static final String REMEDY = "install it (Debian and Ubuntu: apt install libhdf5-103-1; Fedora: dnf install hdf5),"
            + " or name it with -D" + PROPERTY + "=PATH";

    private static final List<String> NAMES = List.of(
            "libhdf5_serial.so.103",
            "libhdf5.so.103",
            "libhdf5_serial.so.310",
            "libhdf5.so.310",
            "libhdf5.so.200",
            "libhdf5_serial.so",
            "libhdf5.so",
            "libhdf5.dylib");

    private final SymbolLookup symbols;
    private final Map<String, MethodHandle> functions = new HashMap<>();

    private Hdf5Library(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    private static final class Holder {
        static final Hdf5Library LOADED = load();
    }

    /// The library, or null where there is none of the names that are known.
    static Hdf5Library installed() {
        return Holder.LOADED;
    }

    private static Hdf5Library load() {
        String named = System.getProperty(PROPERTY);
        for (String name : named == null ? NAMES : List.of(named)) {
            try {
                SymbolLookup symbols = named == null
                        ? SymbolLookup.libraryLookup(name, Arena.global())
                        : SymbolLookup.libraryLookup(Path.of(name), Arena.global());
                if (symbols.find("H5Dwrite_chunk").isPresent()) {
                    Hdf5Library library = new Hdf5Library(symbols);
                    library.call("H5open");
                    // Errors are values here: nothing is printed.
                    library.call("H5Eset_auto2", 0L, MemorySegment.NULL, MemorySegment.NULL);
                    return library;
                }
            } catch (IllegalArgumentException missing) {
                continue;
            }
        }
        return null;
    }

    /// Calls a function that returns an `herr_t`, with arguments of int, long and memory.
    ///
    /// @throws IllegalStateException if it fails
    synchronized void call(String name, Object... arguments) {
        long result = (int) invoke(name, ValueLayout.JAVA_INT, arguments);
        if (result < 0) {
            throw new IllegalStateException(name + " returned " + result);
        }
    }

    /// Calls a function that returns an identifier.
    ///
    /// @throws IllegalStateException if it fails
    synchronized long open(String name, Object... arguments) {
        long id = (long) invoke(name, ValueLayout.JAVA_LONG, arguments);
        if (id < 0) {
            throw new IllegalStateException(name + " returned " + id);
        }
        return id;
    }

    /// The identifier that stands in a variable of the library, such as `H5T_STD_I16LE_g`.
    synchronized long constant(String name) {
        Optional<MemorySegment> found = symbols.find(name);
        if (found.isEmpty()) {
            throw new IllegalStateException("libhdf5 has no " + name);
        }
        return found.get().reinterpret(Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
    }

    private Object invoke(String name, MemoryLayout result, Object... arguments) {
        try {
            return function(name, result, arguments).invokeWithArguments(arguments);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(name + " failed", failure);
        }
    }

    private MethodHandle function(String name, MemoryLayout result, Object... arguments) {
        return functions.computeIfAbsent(name, key -> {
            MemoryLayout[] layouts = new MemoryLayout[arguments.length];
            for (int i = 0; i < layouts.length; i++) {
                layouts[i] = switch (arguments[i]) {
                    case Integer number -> ValueLayout.JAVA_INT;
                    case Long number -> ValueLayout.JAVA_LONG;
                    default -> ValueLayout.ADDRESS;
                };
            }
            MemorySegment address =
                    symbols.find(key).orElseThrow(() -> new IllegalStateException("libhdf5 has no function " + key));
            return Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(result, layouts));
        });
    }
}
