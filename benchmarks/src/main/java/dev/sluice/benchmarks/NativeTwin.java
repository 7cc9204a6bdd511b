package dev.sluice.benchmarks;

import dev.sluice.kernels.SampleType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// The kernels' C twin, compiled for this machine when it is opened; for one thread, closed by its owner.
///
/// The compiler is `cc`, or what the environment variable `CC` names.
final class NativeTwin implements AutoCloseable {

    /// Without fused multiply-adds the results equal the kernels' in bits; the other flags let the compiler vectorize
    /// the minimum and maximum of floats.
    private static final List<String> FLAGS = List.of(
            "-O3",
            "-march=native",
            "-shared",
            "-fPIC",
            "-ffp-contract=off",
            "-ffinite-math-only",
            "-fno-signed-zeros",
            "-fno-trapping-math");

    private static final String SOURCE = "peak_charge.c";
    private static final long SECONDS_TO_COMPILE = 60;

    private static final FunctionDescriptor KERNEL = FunctionDescriptor.ofVoid(
            ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    private static final FunctionDescriptor READ_ALL =
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    private static final FunctionDescriptor READ_WINDOWS = FunctionDescriptor.of(
            ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG);

    private final Arena arena = Arena.ofConfined();
    private final MethodHandle kernel;
    private final MethodHandle readAll;
    private final MethodHandle readWindows;

    private NativeTwin(Path library, SampleType sampleType) {
        SymbolLookup symbols = library(library);
        kernel = function(symbols, "peak_charge_" + sampleType.name().toLowerCase(Locale.ROOT), KERNEL);
        readAll = function(symbols, "read_all", READ_ALL);
        readWindows = function(symbols, "read_windows", READ_WINDOWS);
    }

    /// Compiles and loads the twin; fails with `IllegalStateException` that tells why where it cannot.
    ///
    /// `moreFlags` are given to the compiler after the usual ones.
    static NativeTwin open(SampleType sampleType, String... moreFlags) {
        try {
            Path folder = Files.createTempDirectory("sluice-twin");
            try {
                return new NativeTwin(compile(folder, moreFlags), sampleType);
            } finally {
                delete(folder);
            }
        } catch (IOException failure) {
            throw new IllegalStateException("C twin absent: " + failure.getMessage(), failure);
        }
    }

    private static Path compile(Path folder, String... moreFlags) throws IOException {
        Path source = folder.resolve(SOURCE);
        try (InputStream text = NativeTwin.class.getResourceAsStream("/" + SOURCE)) {
            Files.copy(text, source);
        }
        Path library = folder.resolve("twin.so");
        List<String> command = new ArrayList<>();
        command.add(System.getenv().getOrDefault("CC", "cc"));
        command.addAll(FLAGS);
        command.addAll(List.of(moreFlags));
        command.addAll(List.of("-o", library.toString(), source.toString()));
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

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @SuppressWarnings("restricted")
    private SymbolLookup library(Path path) {
        return SymbolLookup.libraryLookup(path, arena);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(SymbolLookup symbols, String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(symbols.find(name).orElseThrow(), descriptor);
    }

    /// The struct that tells the twin the layout; it lives as long as the twin.
    MemorySegment layout(long stride, long wave, long baseline, int... ranges) {
        MemorySegment layout = arena.allocate(3L * Long.BYTES + 4L * Integer.BYTES, Long.BYTES);
        layout.setAtIndex(ValueLayout.JAVA_LONG, 0, stride);
        layout.setAtIndex(ValueLayout.JAVA_LONG, 1, wave);
        layout.setAtIndex(ValueLayout.JAVA_LONG, 2, baseline);
        MemorySegment.copy(ranges, 0, layout, ValueLayout.JAVA_INT, 3L * Long.BYTES, 4);
        return layout;
    }

    void peakCharge(MemorySegment records, long count, MemorySegment layout, MemorySegment results) {
        try {
            kernel.invokeExact(records, count, layout, results);
        } catch (Throwable failure) {
            throw new IllegalStateException("the C twin failed", failure);
        }
    }

    long readAll(MemorySegment records) {
        try {
            return (long) readAll.invokeExact(records, records.byteSize());
        } catch (Throwable failure) {
            throw new IllegalStateException("the C twin failed", failure);
        }
    }

    long readWindows(MemorySegment records, long count, long stride, long from, long to) {
        try {
            return (long) readWindows.invokeExact(records, count, stride, from, to);
        } catch (Throwable failure) {
            throw new IllegalStateException("the C twin failed", failure);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
