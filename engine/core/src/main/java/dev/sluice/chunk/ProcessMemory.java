package dev.sluice.chunk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much memory this process may have: the limit of its container, of the JVM, or the memory of the machine.
/// Immutable.
///
/// The limit of a container is the least `memory.max` of the control group of the process (cgroup v2) and of all groups
/// around it, or the least `memory.limit_in_bytes` (v1). The limit of the JVM is `-XX:MaxRAM`.
///
/// @param limit bytes that the process may have in all
/// @param heap  bytes of them that the Java heap may take
public record ProcessMemory(long limit, long heap) {
    /// Bytes that pipelines take at most where no limit is given to them.
    public static final long MOST = 1L << 30;

    private static final long LEAST = 1 << 20;
    private static final Pattern MAX_RAM = Pattern.compile("-XX:MaxRAM=(\\d{1,18})([kmgtKMGT]?)");

    /// What holds for this process.
    static ProcessMemory ofThisProcess() {
        return read(Path.of("/"), Runtime.getRuntime().maxMemory());
    }

    /// What the files below `root` say, which has `proc` and `sys`, of a process with so much heap. Files that are not
    /// there limit nothing.
    public static ProcessMemory read(Path root, long heap) {
        long limit = Math.min(physical(root), Math.min(group(root), maxRam(root)));
        return new ProcessMemory(limit, heap);
    }

    /// Bytes that all pipelines of the process together may take: half of what the heap leaves, an eighth of the limit
    /// at least, 1 GiB at most.
    public long budget() {
        long beside = Math.max(limit / 8, (limit - Math.min(limit, heap)) / 2);
        return Math.clamp(beside, LEAST, MOST);
    }

    private static long physical(Path root) {
        for (String line : lines(root.resolve("proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                OptionalLong kibibytes = number(line.replaceAll("\\D", ""));
                return kibibytes.isPresent() ? kibibytes.getAsLong() << 10 : Long.MAX_VALUE;
            }
        }
        return Long.MAX_VALUE;
    }

    /// Lines of `/proc/self/cgroup` are `0::/path` for v2 and `4:memory:/path` for v1.
    private static long group(Path root) {
        long least = Long.MAX_VALUE;
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].isEmpty()) {
                least = Math.min(least, least(root.resolve("sys/fs/cgroup"), parts[2], "memory.max"));
            } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
                least = Math.min(least, least(root.resolve("sys/fs/cgroup/memory"), parts[2], "memory.limit_in_bytes"));
            }
        }
        return least;
    }

    /// The least limit of a group and of those around it. A group that is named from outside of the container is not
    /// there: those that are count.
    private static long least(Path mount, String group, String file) {
        long least = Long.MAX_VALUE;
        Path at = mount.resolve(group.replaceFirst("^/+", "")).normalize();
        while (at != null && at.startsWith(mount)) {
            for (String line : lines(at.resolve(file))) {
                least = Math.min(least, number(line.strip()).orElse(Long.MAX_VALUE));
            }
            at = at.getParent();
        }
        return least;
    }

    private static long maxRam(Path root) {
        long least = Long.MAX_VALUE;
        for (String line : lines(root.resolve("proc/self/cmdline"))) {
            for (String argument : line.split("\0")) {
                Matcher matcher = MAX_RAM.matcher(argument);
                if (matcher.matches()) {
                    String unit = matcher.group(2).toLowerCase(Locale.ROOT);
                    int shift = unit.isEmpty() ? 0 : 10 * ("kmgt".indexOf(unit) + 1);
                    least = Math.min(least, (long) (Long.parseLong(matcher.group(1)) * Math.pow(2, shift)));
                }
            }
        }
        return least;
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unread) {
            return List.of();
        }
    }
}
