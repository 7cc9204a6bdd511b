package dev.sluice.benchmarks.twin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A C source of this module, compiled for this machine when it is opened; for any thread, closed by its owner.
///
/// The compiler is `cc`, or what the environment variable `CC` names. Its flags are `-O3 -march=native` and what keeps
/// floats comparable: no fused multiply-adds, so that results can equal the kernels' in bits, and leave to vectorize
/// the minimum and maximum of floats. What was compiled once is loaded again without the compiler.
public final class NativeLibrary implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "-O3",
            "-march=native",
            "-shared",
            "-fPIC",
            "-ffp-contract=off",
            "-ffinite-math-only",
            "-fno-signed-zeros",
            "-fno-trapping-math");

    private static final List<String> HEADERS = List.of("waveform.h", "lanes.h");
    private static final long SECONDS_TO_COMPILE = 60;
    private static final Map<String, byte[]> COMPILED = new HashMap<>();

    private final Arena arena = Arena.ofShared();
    private final SymbolLookup symbols;

    private NativeLibrary(Path library) {
        symbols = lookup(library);
    }

    /// Compiles and loads `source`, a file of `src/main/c`; `moreFlags` are given to the compiler after the usual ones.
    ///
    /// @throws IllegalStateException if there is no compiler, or it refuses; the message says why
    public static NativeLibrary open(String source, String... moreFlags) {
        try {
            Path folder = Files.createTempDirectory("sluice-twin");
            try {
                return new NativeLibrary(Files.write(folder.resolve("twin.so"), compiled(folder, source, moreFlags)));
            } finally {
                delete(folder);
            }
        } catch (IOException failure) {
            throw new IllegalStateException("C twin absent: " + failure.getMessage(), failure);
        }
    }

    /// The library's bytes, from the compiler the first time.
    private static synchronized byte[] compiled(Path folder, String source, String... moreFlags) throws IOException {
        String form = source + " " + String.join(" ", moreFlags);
        byte[] library = COMPILED.get(form);
        if (library == null) {
            library = Files.readAllBytes(compile(folder, source, moreFlags));
            COMPILED.put(form, library);
        }
        return library;
    }

    private static Path compile(Path folder, String source, String... moreFlags) throws IOException {
        for (String header : HEADERS) {
            copy(header, folder);
        }
        Path library = folder.resolve("twin.so");
        List<String> command = new ArrayList<>();
        command.add(System.getenv().getOrDefault("CC", "cc"));
        command.addAll(FLAGS);
        command.addAll(List.of(moreFlags));
        command.addAll(List.of("-o", library.toString(), copy(source, folder).toString(), "-lm"));
        Path log = folder.resolve("log");
        Process compiler = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!compiler.waitFor(SECONDS_TO_COMPILE, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + Files.readString(log));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while compiling", interrupted);
        } finally {
            compiler.destroyForcibly();
        }
        return library;
    }

    private static Path copy(String resource, Path folder) throws IOException {
        Path file = folder.resolve(resource);
        try (InputStream text = NativeLibrary.class.getResourceAsStream("/" + resource)) {
            if (text == null) {
                throw new IOException("there is no C source " + resource + " in src/main/c");
            }
            Files.copy(text, file);
        }
        return file;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @SuppressWarnings("restricted")
    private SymbolLookup lookup(Path path) {
        return SymbolLookup.libraryLookup(path, arena);
    }

    /// The function of that name; it must not be called after the library is closed.
    @SuppressWarnings("restricted")
    MethodHandle function(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), descriptor);
    }

    /// Memory that is freed with this library, for what its functions are given.
    MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, 64);
    }

    @Override
    public void close() {
        arena.close();
    }
}
