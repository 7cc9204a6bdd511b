package dev.sluice.benchmarks.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "commands are measured by wait4 of Linux")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class CommandClockTest {
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void theMemoryOfACommandIsItsOwnAndNotThatOfThisProcess() throws Exception {
        byte[] large = new byte[(int) (64 * MEBIBYTE)];
        java.util.Arrays.fill(large, (byte) 1);
        try (CommandClock clock = new CommandClock(folder)) {
            long small = clock.run(List.of("sh", "-c", "exit 0")).peakBytes();
            assertTrue(small > 0 && small < 16 * MEBIBYTE, "peak=" + small);
            long block = clock.run(List.of("dd", "if=/dev/zero", "of=/dev/null", "bs=48M", "count=1"))
                    .peakBytes();
            assertTrue(block > 48 * MEBIBYTE && block < 64 * MEBIBYTE, "peak=" + block);
        }
        assertEquals(1, large[0]);
    }

    @Test
    void cpuAndTimeAreThoseOfTheCommandAndOfWhatItWaitsFor() throws Exception {
        String loop = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
        try (CommandClock clock = new CommandClock(folder)) {
            double nothing = clock.run(List.of("sh", "-c", "exit 0")).cpu();
            CommandClock.Taken busy = clock.run(List.of("sh", "-c", "(" + loop + ")"));
            assertTrue(busy.cpu() > 5 * nothing, busy::toString);
            // A loop of one thread; times of CPU are counted in ticks.
            assertTrue(busy.cpu() < busy.seconds() + 0.02, busy::toString);
        }
    }

    @Test
    void aCommandThatFailsIsAnErrorWithItsCodeAndItsLastLines() throws Exception {
        try (CommandClock clock = new CommandClock(folder)) {
            IllegalStateException failure = assertThrows(
                    IllegalStateException.class,
                    () -> clock.run(List.of("sh", "-c", "echo seen; echo why >&2; exit 3")));
            assertEquals("exit code 3 of: sh -c echo seen; echo why >&2; exit 3\nseen\nwhy", failure.getMessage());
            assertThrows(IllegalStateException.class, () -> clock.run(List.of("no-such-program-anywhere")));
            IllegalStateException killed =
                    assertThrows(IllegalStateException.class, () -> clock.run(List.of("sh", "-c", "kill -9 $$")));
            assertTrue(killed.getMessage().startsWith("exit code 137"), killed::toString);
        }
        assertEquals(0, Files.list(folder).count(), "nothing is left");
    }

    @Test
    void aFileThatIsDroppedLeavesThePageCacheOrTheShareThatStaysIsReported() throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[(int) MEBIBYTE]);
        double stays = PageCache.drop(List.of(file));
        assertTrue(stays >= 0 && stays <= 1, "stays=" + stays);
        assertEquals(MEBIBYTE, Files.readAllBytes(file).length);
        // Pages that a process maps stay.
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file)) {
            channel.map(FileChannel.MapMode.READ_ONLY, 0, MEBIBYTE, arena).load();
            assertEquals(1, PageCache.drop(List.of(file)));
        }
    }
}
