package dev.sluice.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// E20: the limit of the container decides, whatever the machine has. Reads files that a container would show.
final class ProcessMemoryTest {
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;

    @TempDir
    Path root;

    @BeforeEach
    void machine() throws IOException {
        write("proc/meminfo", "MemTotal:       16777216 kB\nMemFree:        1000 kB\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private long limit() {
        return ProcessMemory.read(root, GIB).limit();
    }

    @Test
    void withoutAContainerTheMachineDecides() throws IOException {
        assertEquals(16 * GIB, limit());
        write("proc/self/cgroup", "0::/user.slice/session.scope\n");
        write("sys/fs/cgroup/user.slice/memory.max", "max\n");
        assertEquals(16 * GIB, limit());
    }

    @Test
    void aContainerWithANamespaceOfItsOwnShowsItsLimitAtTheRoot() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", "536870912\n");
        assertEquals(512 * MIB, limit());
    }

    @Test
    void theLeastLimitOfAllGroupsAroundHolds() throws IOException {
        write("proc/self/cgroup", "0::/kubepods/pod7/inner\n");
        write("sys/fs/cgroup/memory.max", "max\n");
        write("sys/fs/cgroup/kubepods/memory.max", "4294967296\n");
        write("sys/fs/cgroup/kubepods/pod7/memory.max", "1073741824\n");
        write("sys/fs/cgroup/kubepods/pod7/inner/memory.max", "2147483648\n");
        assertEquals(GIB, limit());
    }

    /// The path is that of the host, which the container does not see.
    @Test
    void aGroupThatIsNotThereLeavesThoseAroundIt() throws IOException {
        write("proc/self/cgroup", "0::/docker/0123abc\n");
        write("sys/fs/cgroup/memory.max", "268435456\n");
        assertEquals(256 * MIB, limit());
        write("proc/self/cgroup", "0::/../../elsewhere\n");
        assertEquals(16 * GIB, limit());
    }

    @Test
    void versionOneIsReadToo() throws IOException {
        write("proc/self/cgroup", "5:cpu,cpuacct:/docker/7\n4:memory:/docker/7\n0::/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertEquals(16 * GIB, limit());
        write("sys/fs/cgroup/memory/docker/7/memory.limit_in_bytes", "805306368\n");
        assertEquals(768 * MIB, limit());
    }

    @ParameterizedTest
    @CsvSource({"-XX:MaxRAM=2g, 2147483648", "-XX:MaxRAM=300M, 314572800", "-XX:MaxRAM=5000000, 5000000", "-Xmx1g,"})
    void theJvmMayHaveLess(String argument, Long expected) throws IOException {
        write("proc/self/cmdline", "java\0" + argument + "\0-jar\0app.jar\0");
        assertEquals(expected == null ? 16 * GIB : expected, limit());
    }

    @Test
    void whatCannotBeReadLimitsNothing() throws IOException {
        write("proc/meminfo", "nonsense\n");
        write("proc/self/cgroup", "0::\nx\n::\n0:memory\n");
        write("sys/fs/cgroup/memory.max", "99999999999999999999999\nabc\n");
        assertEquals(Long.MAX_VALUE, limit());
        assertEquals(GIB, ProcessMemory.read(root, GIB).budget());
    }

    @ParameterizedTest
    @CsvSource({
        "17179869184, 4294967296, 1073741824", // 16 GiB, of which 4 are heap: 6 would be left, 1 is the most
        "536870912, 134217728, 201326592", // 512 MiB, a quarter heap: half of the rest
        "536870912, 536870912, 67108864", // all is heap: an eighth
        "536870912, 9223372036854775807, 67108864",
        "1000000, 1000000, 1048576"
    })
    void theBudgetIsHalfOfWhatTheHeapLeaves(long limit, long heap, long budget) {
        assertEquals(budget, new ProcessMemory(limit, heap).budget());
    }

    @Test
    void thisProcessHasALimit() {
        ProcessMemory here = ProcessMemory.ofThisProcess();
        assertEquals(here.budget(), MemoryAccount.ofProcess().limit());
        assertTrue(here.budget() <= GIB);
    }
}
