package dev.sluice.benchmarks.harness;

import dev.sluice.kernels.Kernels;
import dev.sluice.stream.CacheSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// What a figure depends on besides the code, as lines of text. Stateless.
public final class MachineFacts {
    private MachineFacts() {}

    /// Processor, caches, load, JDK, flags and kernels, now.
    public static List<String> lines(List<String> flags) {
        List<String> lines = new ArrayList<>();
        lines.add("date     " + LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS));
        lines.add("cpu      " + CacheSizes.processorName() + ", "
                + Runtime.getRuntime().availableProcessors() + " usable");
        lines.add("caches   " + CacheSizes.ofThisMachine());
        lines.add("load     " + load());
        lines.add("system   " + System.getProperty("os.name") + " " + System.getProperty("os.version"));
        lines.add("jdk      " + System.getProperty("java.vm.name") + " " + Runtime.version());
        lines.add("flags    " + String.join(" ", flags));
        lines.add("kernels  " + Kernels.provider() + " (" + Kernels.reason() + ")");
        return lines;
    }

    private static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).strip();
        } catch (IOException absent) {
            return "unknown: " + absent;
        }
    }
}
