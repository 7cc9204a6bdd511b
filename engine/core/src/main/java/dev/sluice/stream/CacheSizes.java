package dev.sluice.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The caches that one core sees, in bytes; an immutable value.
///
/// @param first  data cache of the first level
/// @param second cache of the second level
/// @param third  cache of the third level, which cores may share
public record CacheSizes(long first, long second, long third) {
    /// What a level counts where the system does not say: small for today's servers, so that chunks rather fit.
    public static final CacheSizes USUAL = new CacheSizes(32 << 10, 1 << 20, 8 << 20);

    private static final Path FOLDER = Path.of("/sys/devices/system/cpu/cpu0/cache");
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /// Checks that every size is positive.
    public CacheSizes {
        if (first <= 0 || second <= 0 || third <= 0) {
            throw new IllegalArgumentException("a cache has no size: first=" + first + ", second=" + second + ", third="
                    + third + "; give bytes of 1 or more");
        }
    }

    /// The caches of the first CPU as Linux shows them, read once; the usual ones elsewhere.
    public static CacheSizes ofThisMachine() {
        return Known.SIZES;
    }

    /// The name of the processor, for reports; `unknown` where the system does not say.
    public static String processorName() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException | RuntimeException absent) {
            return "unknown";
        }
    }

    /// Reads a folder such as `/sys/devices/system/cpu/cpu0/cache`; a level that it does not show is the usual one.
    static CacheSizes read(Path folder) {
        long[] sizes = {0, USUAL.first, USUAL.second, USUAL.third};
        try (Stream<Path> caches = Files.list(folder)) {
            for (Path cache : (Iterable<Path>) caches::iterator) {
                readOne(cache, sizes);
            }
        } catch (IOException | RuntimeException untold) {
            // Another system, or a container that hides its machine: the usual sizes stand.
            return new CacheSizes(sizes[1], sizes[2], sizes[3]);
        }
        return new CacheSizes(sizes[1], sizes[2], sizes[3]);
    }

    private static void readOne(Path cache, long[] sizes) throws IOException {
        if (!Files.isReadable(cache.resolve("size"))
                || Files.readString(cache.resolve("type")).strip().equals("Instruction")) {
            return;
        }
        int level = Integer.parseInt(Files.readString(cache.resolve("level")).strip());
        long size = bytes(Files.readString(cache.resolve("size")).strip());
        if (level >= 1 && level <= 3 && size > 0) {
            sizes[level] = size;
        }
    }

    private static long bytes(String text) {
        int unit = List.of('K', 'M', 'G').indexOf(text.toUpperCase(Locale.ROOT).charAt(text.length() - 1));
        return unit < 0
                ? Long.parseLong(text)
                : Long.parseLong(text.substring(0, text.length() - 1)) << 10 * (unit + 1);
    }

    @Override
    public String toString() {
        return "L1d " + (first >> 10) + " KiB, L2 " + (second >> 10) + " KiB, L3 " + (third >> 10) + " KiB";
    }

    /// Deferred, so that setting chunk sizes reads no files.
    private static final class Known {
        static final CacheSizes SIZES = read(FOLDER);
    }
}
