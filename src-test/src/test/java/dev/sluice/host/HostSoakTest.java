package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A digitiser in C publishes batches of 64 at 100 kHz of records for a while: nothing is lost, and the process grows
/// by nothing.
@Tag("slow")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class HostSoakTest {
    private static final Pattern OUT = Pattern.compile(
            "(?s)(\\d+) records, (\\d+) gaps\\n.*" + "resident: (\\d+) kB half way, (\\d+) kB at the end\\n");
    private static final long WARM = 20_000;
    private static final long BATCH = 64;

    @TempDir
    private Path folder;

    /// For `-Dsluice.soak.host.seconds`, ten minutes by default.
    @Tag("soak")
    @Tag("slow")
    @Test
    void tenMinutesLoseNothingAndNeedNoMoreMemory() throws Exception {
        soak(Long.getLong("sluice.soak.host.seconds", 600));
    }

    @Test
    void tenSecondsLoseNothing() throws Exception {
        soak(10);
    }

    private void soak(long seconds) throws Exception {
        Path source = HostProgram.HOME.resolve("native-docs/examples/digitiser.c");
        HostProgram host = HostProgram.compile(folder, source, "cc", "-std=c99");
        String out = host.runFor(
                        folder, seconds + 120, "--seconds", "" + seconds, "--rate", "100000", "--balanced", "--soak")
                .requireGood()
                .out();
        Matcher found = OUT.matcher(out);
        assertTrue(found.matches(), out);
        long records = Long.parseLong(found.group(1));
        assertTrue(records == (WARM + seconds * 100_000 / BATCH + 1) * BATCH, out);
        assertTrue(found.group(2).equals("0"), out);
        long grown = Long.parseLong(found.group(4)) - Long.parseLong(found.group(3));
        // In half of the time: one byte per record would be 30 MB in ten minutes. The JVM's compilers come and go.
        assertTrue(grown < 24 * 1024, out);
    }
}
