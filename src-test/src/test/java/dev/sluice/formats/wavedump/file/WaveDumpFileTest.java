package dev.sluice.formats.wavedump.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.WaveDumpFixture;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaveDumpFileTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("wave0.dat");
    }

    private static WaveDumpFile open(Path path, DamagePolicy policy) throws Exception {
        return WaveDumpFile.open(path, SampleKind.UNSIGNED_16, policy);
    }

    private FormatException firstError(byte[] content, SampleKind kind) throws Exception {
        WaveDumpFixture.write(file(), content);
        try (WaveDumpFile cursor = WaveDumpFile.open(file(), kind, DamagePolicy.FAIL)) {
            return assertThrows(FormatException.class, () -> {
                while (cursor.next()) {
                    assertTrue(cursor.offset() < content.length);
                }
            });
        }
    }

    private void assertSays(FormatException error, long offset, String... parts) {
        assertEquals(file(), error.file());
        assertEquals(offset, error.offset(), error.getMessage());
        assertTrue(error.getMessage().contains("file=" + file() + ", offset=" + offset), error.getMessage());
        for (String part : parts) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
    }

    @Test
    void everyWordOfEveryHeaderIsRead() throws Exception {
        new WaveDumpFixture()
                .board(5)
                .channel(3)
                .event(0xFFFF_FFFFL, 1, 2, 3)
                .event(7, 65535)
                .write(file());
        try (WaveDumpFile cursor = open(file(), DamagePolicy.FAIL)) {
            assertTrue(cursor.next());
            assertEquals(0, cursor.offset());
            assertEquals(24, cursor.samplesOffset());
            assertEquals(3, cursor.sampleCount());
            assertEquals(5, cursor.board());
            assertEquals(0x60000, cursor.pattern());
            assertEquals(3, cursor.channel());
            assertEquals(0, cursor.counter());
            assertEquals(0xFFFF_FFFFL, cursor.tag());
            assertTrue(cursor.next());
            assertEquals(30, cursor.offset());
            assertEquals(1, cursor.sampleCount());
            assertEquals(1, cursor.counter());
            assertEquals(7, cursor.tag());
            assertFalse(cursor.next());
            assertFalse(cursor.next());
            assertEquals(2, cursor.events());
            cursor.rewind();
            assertTrue(cursor.next());
            assertEquals(0xFFFF_FFFFL, cursor.tag());
        }
    }

    @ParameterizedTest
    @EnumSource(SampleKind.class)
    void samplesAreCountedInTheirOwnWidth(SampleKind kind) throws Exception {
        WaveDumpFixture.write(
                file(), new WaveDumpFixture().raw(24 + 16, 0, new byte[16]).bytes());
        try (WaveDumpFile cursor = WaveDumpFile.open(file(), kind, DamagePolicy.FAIL)) {
            assertTrue(cursor.next());
            assertEquals(16 / kind.fileBytes(), cursor.sampleCount());
        }
    }

    @Test
    void samplesAreCopiedIntoARecord() throws Exception {
        new WaveDumpFixture().event(1, 10, 65535, 30).write(file());
        try (WaveDumpFile cursor = open(file(), DamagePolicy.FAIL);
                Arena arena = Arena.ofConfined()) {
            assertTrue(cursor.next());
            MemorySegment record = arena.allocate(8, 2);
            cursor.copySamples(record, 0, 4);
            assertArrayEquals(new short[] {10, -1, 30, 0}, record.toArray(ValueLayout.JAVA_SHORT));
            FormatException error = assertThrows(FormatException.class, () -> cursor.copySamples(record, 0, 2));
            assertSays(error, 0, "samples=3", "record_length=2", "set record_length to at least 3");
        }
    }

    @Test
    void emptyFileIsRefused() throws Exception {
        Files.createFile(file());
        FormatException error = assertThrows(FormatException.class, () -> open(file(), DamagePolicy.SKIP));
        assertSays(error, 0, "empty");
    }

    @ParameterizedTest
    @CsvSource({
        "0, smaller than its header",
        "23, smaller than its header",
        "24, holds no samples",
        "25, no multiple",
        "2147483648, larger than the limit of 67108864",
        "4294967295, larger than the limit of 67108864"
    })
    void impossibleEventSizeIsRefusedWhereItStands(long size, String what) throws Exception {
        byte[] first = new WaveDumpFixture().raw(size, 0, new byte[100]).bytes();
        assertSays(
                firstError(first, SampleKind.UNSIGNED_16),
                0,
                "not a WaveDump file with headers",
                "size=" + size,
                what,
                "OUTPUT_FILE_HEADER YES");
        byte[] third = new WaveDumpFixture()
                .event(1, 1, 2)
                .event(2, 3)
                .raw(size, 3, new byte[100])
                .bytes();
        assertSays(
                firstError(third, SampleKind.UNSIGNED_16),
                54,
                "corrupt event",
                "size=" + size,
                what,
                "--on-error skip to keep the 2 complete events");
    }

    @Test
    void impossibleChannelIsRefused() throws Exception {
        byte[] content =
                new WaveDumpFixture().event(1, 1).channel(32768).event(2, 2).bytes();
        assertSays(firstError(content, SampleKind.UNSIGNED_16), 26, "channel=32768", "32767");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomBytesAreRefusedAsNoWaveDumpFile(long seed) throws Exception {
        byte[] content = new byte[4096];
        new Random(seed).nextBytes(content);
        FormatException error = firstError(content, SampleKind.UNSIGNED_16);
        assertTrue(error.getMessage().contains("not a WaveDump file with headers"), "seed=" + seed + " " + error);
        assertEquals(0, error.offset(), "seed=" + seed);
    }

    @Test
    void fileCutAtEveryByteOfItsLastEventKeepsAllEventsBefore() throws Exception {
        byte[] whole = new WaveDumpFixture()
                .event(11, 1, 2, 3)
                .event(22, 4, 5, 6)
                .event(33, 7, 8, 9)
                .bytes();
        for (int length = 61; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            FormatException error = firstError(cut, SampleKind.UNSIGNED_16);
            assertSays(error, 60, "cut off", "left=" + (length - 60), "skip to keep the 2 complete events before it");
            assertSays(error, 60, "event=2, counted from 0, which is lost with all that was to follow in this file");
            try (WaveDumpFile cursor = open(file(), DamagePolicy.SKIP)) {
                assertTrue(cursor.next());
                assertTrue(cursor.next());
                assertFalse(cursor.next());
                WaveDumpDamage damage = cursor.damage().orElseThrow();
                assertEquals(WaveDumpDamage.Kind.CUT_OFF, damage.kind());
                assertEquals(60, damage.offset());
                assertEquals(length - 60, damage.bytesLost());
                assertEquals(2, damage.completeEvents());
                boolean headerIsWhole = length >= 60 + EventLayout.HEADER_BYTES;
                assertEquals(headerIsWhole ? OptionalLong.of(33) : OptionalLong.empty(), damage.tag());
                assertEquals(22, cursor.tag());
            }
        }
    }

    @Test
    void cutEventSaysWhatItNeedsAndWhatIsLeft() throws Exception {
        byte[] whole = new WaveDumpFixture().event(1, 1, 2).event(2, 3, 4).bytes();
        assertSays(firstError(Arrays.copyOf(whole, 55), SampleKind.UNSIGNED_16), 28, "size=28", "left=27");
        assertSays(firstError(Arrays.copyOf(whole, 40), SampleKind.UNSIGNED_16), 28, "header needs 24", "left=12");
        assertSays(firstError(Arrays.copyOf(whole, 27), SampleKind.UNSIGNED_16), 0, "size=28", "no complete event");
    }

    @Test
    void corruptEventInTheMiddleLosesTheRestUnderSkipWhereNoHeaderIsFoundAfterIt() throws Exception {
        byte[] content = new WaveDumpFixture()
                .event(1, 1)
                .raw(25, 2, new byte[3])
                .channel(9)
                .event(3, 3)
                .bytes();
        WaveDumpFixture.write(file(), content);
        try (WaveDumpFile cursor = open(file(), DamagePolicy.SKIP)) {
            assertTrue(cursor.next());
            assertFalse(cursor.next());
            WaveDumpDamage damage = cursor.damage().orElseThrow();
            assertEquals(WaveDumpDamage.Kind.CORRUPT, damage.kind());
            assertEquals(26, damage.offset());
            assertEquals(content.length - 26, damage.bytesLost());
            assertEquals(1, damage.completeEvents());
            assertEquals(OptionalLong.empty(), damage.tag());
            assertSays(damage.error(), 26, "size=25");
        }
    }

    @Test
    void eventsBeyondTwoGigabytesAreReached() throws Exception {
        int size = 60_000_000;
        int count = 40;
        try (FileChannel channel = FileChannel.open(
                file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            for (int event = 0; event < count; event++) {
                ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
                header.putInt(size).putInt(0).putInt(0).putInt(1).putInt(event).putInt(event * 10);
                channel.write(header.flip(), (long) event * size);
            }
            channel.write(ByteBuffer.allocate(1), (long) count * size - 1);
        }
        try (WaveDumpFile cursor = open(file(), DamagePolicy.FAIL)) {
            for (int event = 0; event < count; event++) {
                assertTrue(cursor.next());
                assertEquals((long) event * size, cursor.offset());
                assertEquals(event * 10, cursor.tag());
                assertEquals((size - 24) / 2, cursor.sampleCount());
            }
            assertFalse(cursor.next());
        }
    }

    @Test
    void fileThatShrinksWhileItIsReadIsAFormatError() throws Exception {
        WaveDumpFixture fixture = new WaveDumpFixture();
        for (int event = 0; event < 10; event++) {
            fixture.event(event, new int[10_000]);
        }
        fixture.write(file());
        try (WaveDumpFile cursor = open(file(), DamagePolicy.SKIP);
                FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            assertTrue(cursor.next());
            channel.truncate(0);
            FormatException ofHeader = assertThrows(FormatException.class, () -> {
                while (cursor.next()) {
                    assertTrue(cursor.events() <= 10);
                }
            });
            assertTrue(ofHeader.getMessage().contains("shrank"), ofHeader.getMessage());
            MemorySegment record = arena.allocate(20_000);
            FormatException ofSamples =
                    assertThrows(FormatException.class, () -> cursor.copySamples(record, 0, 10_000));
            assertTrue(ofSamples.getMessage().contains("shrank"), ofSamples.getMessage());
        }
    }

    @Test
    void accessBeforeTheFirstEventIsRefused() throws Exception {
        new WaveDumpFixture().event(1, 1).write(file());
        try (WaveDumpFile cursor = open(file(), DamagePolicy.FAIL)) {
            assertThrows(IllegalStateException.class, cursor::tag);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0093NUMPY\u0001", "\u0089HDF\r\n", "\u007fELF", "root"})
    void aFileOfAnotherFormatIsRefusedUnderEveryPolicy(String start) throws IOException {
        byte[] content = Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), 1000);
        Path file = Files.write(directory.resolve("wave2.dat"), content);
        for (DamagePolicy policy : DamagePolicy.values()) {
            FormatException refused =
                    assertThrows(FormatException.class, () -> WaveDumpFile.open(file, SampleKind.UNSIGNED_16, policy));
            assertTrue(refused.getMessage().contains("move it out of the folder"), refused.getMessage());
        }
    }
}
