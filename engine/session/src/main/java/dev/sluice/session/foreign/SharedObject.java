package dev.sluice.session.foreign;

import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A shared library that is loaded, with the words of the system where it is not. Closing unloads it, unless another
/// has loaded it too, once no thread uses it any more.
final class SharedObject implements AutoCloseable {
    private static final int NOW = 2;
    private static final int LOADED_ONLY = 4;
    private static final int MACHINE_X86_64 = 62;
    private static final int MACHINE_AARCH64 = 183;
    private static final int SHARED = 3;
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

    /// What the files were that are loaded, by their paths: the system finds a library again by its name alone.
    private static final Map<Path, String> LOADED = new HashMap<>();

    private final Path file;
    private MemorySegment handle;
    private int uses;
    private boolean closed;

    private SharedObject(Path file, MemorySegment handle) {
        this.file = file;
        this.handle = handle;
    }

    /// Whether a file is a library, by its first bytes or, if it has others, by its name.
    static boolean isNamedSo(Path file) {
        return file.toString().matches("(?s).*[.]so([.][0-9.]+)?") || startsWithMagic(file);
    }

    private static boolean startsWithMagic(Path file) {
        try {
            byte[] head = Files.isRegularFile(file) ? head(file) : new byte[0];
            return head.length >= MAGIC.length && Arrays.equals(MAGIC, 0, 4, head, 0, 4);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(20);
        }
    }

    /// Loads the library.
    ///
    /// @throws UsageException if it is none, is of another machine, or what it needs is not there
    static SharedObject load(Path named) {
        Path file = named.toAbsolutePath().normalize();
        try {
            requireLibrary(named, head(file));
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            String version = facts.fileKey() + " " + facts.lastModifiedTime() + " " + facts.size();
            return load(named, file, version);
        } catch (NoSuchFileException missing) {
            throw refused(named, "there is no such library", "name another", missing);
        } catch (IOException unreadable) {
            throw refused(named, "the library cannot be read: " + unreadable, "name another", unreadable);
        }
    }

    private static SharedObject load(Path named, Path file, String version) {
        synchronized (LOADED) {
            MemorySegment before = Loader.open(file, NOW | LOADED_ONLY);
            if (before.address() != 0) {
                Loader.close(before);
                if (!version.equals(LOADED.getOrDefault(file, version))) {
                    throw refused(
                            named,
                            "the library was changed after it was loaded, and the old one is still in use",
                            "close the sessions that use it, start anew, or give it another name",
                            null);
                }
            }
            MemorySegment handle = Loader.open(file, NOW);
            if (handle.address() == 0) {
                throw refusedBySystem(named, Loader.error());
            }
            LOADED.put(file, version);
            return new SharedObject(file, handle);
        }
    }

    private static void requireLibrary(Path named, byte[] head) {
        if (head.length < 20 || !Arrays.equals(MAGIC, 0, 4, head, 0, 4)) {
            throw refused(named, "the file is no shared library", "build one with cc -shared -fPIC", null);
        }
        if (head[4] != 2) {
            throw refused(named, "the library is for 32 bits, but this process has 64", "build it with -m64", null);
        }
        if (head[16] != SHARED || head[17] != 0) {
            throw refused(named, "the file is a program or an object, no shared library", "link it with -shared", null);
        }
        int machine = head[18] & 0xff | (head[19] & 0xff) << 8;
        String own = System.getProperty("os.arch");
        int wanted = own.equals("aarch64") ? MACHINE_AARCH64 : MACHINE_X86_64;
        if (machine != wanted) {
            throw refused(
                    named,
                    "the library is for another processor: machine=" + machine + " in its header, " + own + " has "
                            + wanted,
                    "build it here",
                    null);
        }
    }

    private static UsageException refusedBySystem(Path named, String words) {
        String remedy = words.contains("undefined symbol")
                ? "link it with the library that defines this symbol"
                : words.contains("No such file")
                        ? "install what it needs, or name its folder by LD_LIBRARY_PATH or -Wl,-rpath"
                        : "build it on this system";
        return refused(named, "the library cannot be loaded: " + words, remedy, null);
    }

    private static UsageException refused(Path named, String what, String remedy, Exception cause) {
        return new UsageException(what + ": plugins=" + named + "; " + remedy, cause);
    }

    /// The address of a symbol; 0 if it has none.
    long find(String name) {
        return Loader.find(handle, name).address();
    }

    /// A function of the library may be called from now on, until [#letGo]: a worker that does not end in time is
    /// inside of it after the session is closed.
    ///
    /// @throws IllegalStateException if it is unloaded
    void use() {
        synchronized (LOADED) {
            if (handle == null) {
                throw new IllegalStateException("the library was unloaded with its session: plugins=" + file);
            }
            uses++;
        }
    }

    /// Ends one use.
    void letGo() {
        synchronized (LOADED) {
            uses--;
            unloadIfUnused();
        }
    }

    @Override
    public void close() {
        synchronized (LOADED) {
            closed = true;
            unloadIfUnused();
        }
    }

    private void unloadIfUnused() {
        if (closed && uses == 0 && handle != null) {
            Loader.close(handle);
            handle = null;
        }
    }

    /// The file.
    @Override
    public String toString() {
        return file.toString();
    }

    /// The functions of the system. Linked on first use.
    @SuppressWarnings("restricted")
    private static final class Loader {
        private static final MethodHandle OPEN =
                handle("dlopen", ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        private static final MethodHandle FIND =
                handle("dlsym", ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        private static final MethodHandle CLOSE = handle("dlclose", ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
        private static final MethodHandle ERROR = handle("dlerror", ValueLayout.ADDRESS);

        private Loader() {}

        private static MethodHandle handle(String name, ValueLayout returned, MemoryLayout... parameters) {
            return SystemFunctions.find(name, FunctionDescriptor.of(returned, parameters));
        }

        static MemorySegment open(Path file, int flags) {
            try (Arena arena = Arena.ofConfined()) {
                return (MemorySegment) OPEN.invokeExact(arena.allocateFrom(file.toString()), flags);
            } catch (Throwable impossible) {
                throw new IllegalStateException("dlopen cannot be called", impossible);
            }
        }

        static MemorySegment find(MemorySegment library, String name) {
            try (Arena arena = Arena.ofConfined()) {
                return (MemorySegment) FIND.invokeExact(library, arena.allocateFrom(name));
            } catch (Throwable impossible) {
                throw new IllegalStateException("dlsym cannot be called", impossible);
            }
        }

        static void close(MemorySegment library) {
            try {
                int code = (int) CLOSE.invokeExact(library);
                assert code == 0 : code;
            } catch (Throwable impossible) {
                throw new IllegalStateException("dlclose cannot be called", impossible);
            }
        }

        static String error() {
            try {
                MemorySegment words = (MemorySegment) ERROR.invokeExact();
                return words.address() == 0
                        ? "the system does not say why"
                        : ForeignText.in(words.reinterpret(4096)).orElse("the system says too much");
            } catch (Throwable impossible) {
                throw new IllegalStateException("dlerror cannot be called", impossible);
            }
        }
    }
}
