package dev.sluice.formats.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Numpy;
import dev.sluice.fixtures.Recorded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.commons.codec.digest.XXHash32;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CodecTest {
    private static final int BLOB = 38 * 257;

    /// Text of few letters, noise, and what repeats, of sizes around those of blocks.
    @ParameterizedTest
    @CsvSource({
        "lz4, 0",
        "lz4, 1",
        "lz4, 13",
        "lz4, 70000",
        "lz4, 4194304",
        "lz4, 9000001",
        "zstd, 0",
        "zstd, 5",
        "zstd, 900000",
        "blosc, 0",
        "blosc, 7",
        "blosc, 1048576",
        "blosc, 3000001"
    })
    void whatIsWrittenIsReadBack(String name, int size) throws IOException {
        for (int kind = 0; kind < 4; kind++) {
            byte[] bytes = made(size, kind, 71 + kind);
            byte[] packed = packed(name, bytes);
            assertArrayEquals(bytes, unpacked(name, packed, size), name + " of kind " + kind);
        }
    }

    /// Another reader of the same format reads it too.
    @Test
    void framesOfLz4AreReadByOthers() throws IOException {
        byte[] bytes = made(9_000_001, 2, 5);
        try (FramedLZ4CompressorInputStream stream =
                new FramedLZ4CompressorInputStream(new java.io.ByteArrayInputStream(packed("lz4", bytes)))) {
            assertArrayEquals(bytes, stream.readAllBytes());
        }
    }

    @Test
    void framesOfLz4AreReadByTheReferenceImplementation(@TempDir Path folder) throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(Numpy.has(folder, "lz4.frame"), "python3 has no lz4.frame");
        byte[] bytes = made(5_000_000, 3, 6);
        Files.write(folder.resolve("plain"), bytes);
        Files.write(folder.resolve("packed"), packed("lz4", bytes));
        Numpy.run(
                folder,
                "import lz4.frame; assert lz4.frame.decompress(open('packed','rb').read()) == open('plain','rb').read()");
    }

    @Test
    void framesWithChecksumsAreReadAndChecked() throws IOException {
        byte[] bytes = made(700_000, 2, 9);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FramedLZ4CompressorOutputStream.Parameters checked = new FramedLZ4CompressorOutputStream.Parameters(
                FramedLZ4CompressorOutputStream.BlockSize.K64, true, true, true);
        try (FramedLZ4CompressorOutputStream stream = new FramedLZ4CompressorOutputStream(out, checked)) {
            stream.write(bytes);
        }
        byte[] packed = out.toByteArray();
        assertArrayEquals(bytes, unpacked("lz4", packed, bytes.length));
        long seed = 4_711;
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] damaged = packed.clone();
            damaged[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
            assertThrows(
                    CodecException.class,
                    () -> unpacked("lz4", damaged, bytes.length),
                    "seed=" + seed + ", round=" + round);
        }
    }

    @Test
    void checksumsAreThoseOfTheReferenceImplementation() {
        byte[] bytes = made(1000, 1, 3);
        for (int count = 0; count <= bytes.length; count += 7) {
            XXHash32 other = new XXHash32();
            other.update(bytes, 0, count);
            XxHash32 ours = new XxHash32();
            for (int at = 0; at < count; at += 13) {
                ours.add(bytes, at, Math.min(13, count - at));
            }
            assertEquals((int) other.getValue(), ours.value(), "count=" + count);
        }
    }

    /// Damaged bytes give an error or other bytes of the same length: nothing else, and no memory beyond.
    @ParameterizedTest
    @ValueSource(strings = {"lz4", "zstd", "blosc", "bz2"})
    void damagedBytesEndInAnErrorOrInAsManyBytes(String name) throws IOException {
        long seed = 20_261_201;
        Random random = new Random(seed);
        byte[] blob = Files.readAllBytes(
                Recorded.fixture("strax/" + name + "/007-records-63l2ihpzzs/records-63l2ihpzzs-000000"));
        int refused = 0;
        int rounds = name.equals("bz2") ? 300 : 3000;
        for (int round = 0; round < rounds; round++) {
            byte[] damaged = blob.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(round % 2 == 0 ? 32 : damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertEquals(BLOB, unpacked(name, damaged, BLOB).length, "seed=" + seed + ", round=" + round);
            } catch (CodecException named) {
                assertTrue(named.getMessage().length() > 10, named.getMessage());
                refused++;
            }
        }
        assertTrue(refused > rounds / 10, name + " refused only " + refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lz4", "zstd", "blosc", "bz2"})
    void whatIsCutOffIsRefusedAtEveryLength(String name) throws IOException {
        byte[] blob =
                Files.readAllBytes(Recorded.fixture("strax/" + name + "/007-hits-bpnyvve4qw/hits-bpnyvve4qw-000000"));
        int size = sizeOf(name, blob);
        for (int length = 0; length < blob.length - 8; length++) {
            byte[] cut = java.util.Arrays.copyOf(blob, length);
            assertThrows(CodecException.class, () -> unpacked(name, cut, size), name + " cut to " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lz4", "zstd", "blosc", "bz2"})
    void moreOrFewerBytesThanToldAreRefused(String name) throws IOException {
        byte[] blob = Files.readAllBytes(
                Recorded.fixture("strax/" + name + "/007-records-63l2ihpzzs/records-63l2ihpzzs-000000"));
        assertEquals(BLOB, unpacked(name, blob, BLOB).length);
        assertThrows(CodecException.class, () -> unpacked(name, blob, BLOB - 1));
        assertThrows(CodecException.class, () -> unpacked(name, blob, BLOB + 1));
    }

    private static int sizeOf(String name, byte[] blob) throws IOException {
        for (int records = 1; records < 200; records++) {
            try {
                return unpacked(name, blob, 48 * records).length;
            } catch (CodecException other) {
                // It is of another length.
                continue;
            }
        }
        throw new AssertionError(name);
    }

    private static byte[] made(int size, int kind, long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = switch (kind) {
                case 0 -> (byte) random.nextInt(4);
                case 1 -> (byte) random.nextInt();
                case 2 -> i > 300 && random.nextInt(100) != 0 ? bytes[i - 244] : (byte) random.nextInt();
                default -> 0;
            };
        }
        return bytes;
    }

    private static byte[] packed(String name, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = arena.allocate(Math.max(1, bytes.length)).asSlice(0, bytes.length);
            MemorySegment.copy(bytes, 0, source, ValueLayout.JAVA_BYTE, 0, bytes.length);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            long count = Codec.named(name).orElseThrow().encode(source, Channels.newChannel(out));
            assertEquals(count, out.size());
            return out.toByteArray();
        }
    }

    private static byte[] unpacked(String name, byte[] packed, int size) throws CodecException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = arena.allocate(Math.max(1, packed.length)).asSlice(0, packed.length);
            MemorySegment.copy(packed, 0, source, ValueLayout.JAVA_BYTE, 0, packed.length);
            MemorySegment target = arena.allocate(Math.max(1, size)).asSlice(0, size);
            Codec.named(name).orElseThrow().decode(source, target);
            return target.toArray(ValueLayout.JAVA_BYTE);
        }
    }
}
