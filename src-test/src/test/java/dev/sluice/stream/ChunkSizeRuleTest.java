package dev.sluice.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkSizeRuleTest {
    @TempDir
    private Path folder;

    @AfterEach
    void forgetTheOverride() {
        System.clearProperty(ChunkSizeRule.OVERRIDE);
    }

    @ParameterizedTest
    @CsvSource({"1048576, 262144", "262144, 65536", "2097152, 524288", "4096, 16384", "67108864, 4194304"})
    void aChunkIsAQuarterOfTheSecondCacheWithinBounds(long cache, long bytes) {
        assertEquals(bytes, rule(cache).bytes());
    }

    @Test
    void aLatencyMakesChunksSmallerNeverLarger() {
        ChunkSizeRule rule = rule(4 << 20);
        assertEquals(1 << 20, rule.bytes(Duration.ofSeconds(10), 16));
        assertEquals(200_000 / 16, rule.bytes(Duration.ofNanos(200_000), 16));
        assertEquals(1, rule.bytes(Duration.ofNanos(1), 16));
        assertThrows(IllegalArgumentException.class, () -> rule.bytes(Duration.ZERO, 16));
    }

    @Test
    void thePropertyOverridesTheRuleAndIsChecked() {
        System.setProperty(ChunkSizeRule.OVERRIDE, "512");
        assertEquals(512, rule(1 << 20).bytes());
        System.setProperty(ChunkSizeRule.OVERRIDE, "0");
        assertTrue(
                assertThrows(IllegalArgumentException.class, () -> rule(1 << 20).bytes())
                        .getMessage()
                        .startsWith("sluice.chunk.bytes=0"));
    }

    @Test
    void settingsTakeRecordsFirstThenBytesThenTheRule() {
        StreamSettings settings = StreamSettings.defaults();
        long rule = ChunkSizeRule.of(CacheSizes.ofThisMachine()).bytes();
        assertEquals(rule / 100, settings.chunkRecords(100));
        assertEquals(50, settings.withChunkBytes(5000).chunkRecords(100));
        assertEquals(7, settings.withChunkBytes(5000).withChunkRecords(7).chunkRecords(100));
        assertEquals(1, settings.withChunkBytes(5).chunkRecords(100));
        assertTrue(settings.withLatency(Duration.ofNanos(100_000)).chunkRecords(100) < rule / 100);
    }

    @Test
    void settingsRefuseNegativeBytesAndLatencies() {
        StreamSettings settings = StreamSettings.defaults();
        assertThrows(IllegalArgumentException.class, () -> settings.withChunkBytes(-1));
        assertThrows(IllegalArgumentException.class, () -> settings.withLatency(Duration.ofNanos(-1)));
    }

    @Test
    void cachesAreReadFromTheSystem() throws Exception {
        cache("index0", "1", "Data", "48K");
        cache("index1", "1", "Instruction", "64K");
        cache("index2", "2", "Unified", "2048K");
        cache("index3", "3", "Unified", "1G");
        assertEquals(new CacheSizes(48 << 10, 2 << 20, 1 << 30), CacheSizes.read(folder));
    }

    @Test
    void whatTheSystemDoesNotTellIsAsUsual() throws Exception {
        assertEquals(CacheSizes.USUAL, CacheSizes.read(folder.resolve("missing")));
        cache("index0", "2", "Unified", "512K");
        cache("index1", "x", "Unified", "?");
        assertEquals(CacheSizes.USUAL.first(), CacheSizes.read(folder).first());
    }

    private void cache(String name, String level, String type, String size) throws Exception {
        Path cache = Files.createDirectories(folder.resolve(name));
        Files.writeString(cache.resolve("level"), level + "\n");
        Files.writeString(cache.resolve("type"), type + "\n");
        Files.writeString(cache.resolve("size"), size + "\n");
    }

    private static ChunkSizeRule rule(long secondCache) {
        return ChunkSizeRule.of(new CacheSizes(1 << 10, secondCache, 1 << 30));
    }

    /// T2: the limit is a size at 1 GB/s, for a chunk and for the ring, whatever plugins are there.
    @ParameterizedTest
    @ValueSource(longs = {50, 200, 1000, 5000})
    void aLatencyIsWhatIsInFlightAtAGigabytePerSecond(long micros) {
        StreamSettings settings = StreamSettings.defaults().withWorkers(1).withLatency(Duration.ofNanos(1000 * micros));
        long bytes = settings.chunkRecords(8) * 8;
        assertTrue(bytes * settings.fewestSlots() <= 1000 * micros, "bytes=" + bytes);
        assertTrue(settings.runAhead() <= 1000 * micros, "runAhead=" + settings.runAhead());
    }
}
