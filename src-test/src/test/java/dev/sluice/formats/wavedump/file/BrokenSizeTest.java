package dev.sluice.formats.wavedump.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.WaveDumpFixture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An event whose size word is wrong costs that event, not its neighbours, and is never believed.
class BrokenSizeTest {
    private static final int EVENTS = 8;
    private static final int EVENT_BYTES = 24 + 20;

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("wave0.dat");
    }

    /// Eight events of ten samples at tags 100, 200, …; the sizes of some are overwritten.
    private static byte[] events(long seed) {
        Random random = new Random(seed);
        WaveDumpFixture fixture = new WaveDumpFixture().channel(1).counter(5);
        for (int event = 1; event <= EVENTS; event++) {
            fixture.event(100L * event, random.ints(10, 0, 1024).toArray());
        }
        return fixture.bytes();
    }

    private static byte[] withSize(byte[] content, int event, int size) {
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(event * EVENT_BYTES, size);
        return content;
    }

    private List<Long> tags(WaveDumpFile cursor) {
        List<Long> tags = new ArrayList<>();
        while (cursor.next()) {
            tags.add(cursor.tag());
        }
        return tags;
    }

    private static List<Long> allTagsBut(int event) {
        List<Long> tags = new ArrayList<>();
        for (int other = 0; other < EVENTS; other++) {
            if (other != event) {
                tags.add(100L * (other + 1));
            }
        }
        return tags;
    }

    private void assertOneEventIsLost(byte[] content, int broken, long expectedSize, String... parts) throws Exception {
        WaveDumpFixture.write(file(), content);
        try (WaveDumpFile cursor = WaveDumpFile.open(file(), SampleKind.UNSIGNED_16, DamagePolicy.FAIL, expectedSize)) {
            FormatException error = assertThrows(FormatException.class, () -> tags(cursor));
            assertEquals(broken, cursor.events());
            assertEquals(file(), error.file());
            assertEquals((long) broken * EVENT_BYTES, error.offset(), error.getMessage());
            for (String part : parts) {
                assertTrue(error.getMessage().contains(part), error.getMessage());
            }
            assertTrue(error.getMessage().contains("--on-error skip to lose this event only"), error.getMessage());
        }
        try (WaveDumpFile cursor = WaveDumpFile.open(file(), SampleKind.UNSIGNED_16, DamagePolicy.SKIP, expectedSize)) {
            assertEquals(allTagsBut(broken), tags(cursor));
            assertEquals(1, cursor.dropped().size());
            WaveDumpDamage dropped = cursor.dropped().get(0);
            assertEquals(WaveDumpDamage.Kind.DROPPED, dropped.kind());
            assertEquals((long) broken * EVENT_BYTES, dropped.offset());
            assertEquals(EVENT_BYTES, dropped.bytesLost());
            assertEquals(broken, dropped.completeEvents());
            assertEquals(OptionalLong.of(100L * (broken + 1)), dropped.tag());
            assertTrue(cursor.damage().isEmpty());
            cursor.rewind();
            assertEquals(allTagsBut(broken), tags(cursor));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 6})
    void anEventThatSwallowsItsNeighbourIsDamaged(int broken) throws Exception {
        assertOneEventIsLost(
                withSize(events(broken), broken, 2 * EVENT_BYTES),
                broken,
                0,
                "corrupt event, its size=88 bytes is not the usual_size=44",
                "stands where that would end, at offset=" + (broken + 1) * EVENT_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"3, 132", "3, 176", "2, 26", "2, 34", "2, 42", "2, 46", "2, 86", "7, 26", "5, 132"})
    void aSizeThatEndsAtNoHeaderOrAtALaterOneIsDamaged(int broken, int size) throws Exception {
        assertOneEventIsLost(withSize(events(size), broken, size), broken, 0, "its size=" + size);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 24, 25, 45, -1, Integer.MIN_VALUE})
    void anImpossibleSizeCostsOneEventWhereTheNextIsFound(int size) throws Exception {
        assertOneEventIsLost(withSize(events(1), 3, size), 3, 0, "corrupt event", "size=" + (size & 0xFFFF_FFFFL));
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "4, 60000000", "6, 90", "7, 46", "7, 400"})
    void aSizeBeyondTheEndOfTheFileIsCorruptionAndNoCut(int broken, int size) throws Exception {
        assertOneEventIsLost(
                withSize(events(broken), broken, size),
                broken,
                0,
                "corrupt event, its size=" + size + " bytes reaches beyond the end of the file");
    }

    @ParameterizedTest
    @ValueSource(ints = {26, 66, 88, 1000})
    void theConfiguredRecordLengthGivesAwayABrokenFirstEvent(int size) throws Exception {
        assertOneEventIsLost(withSize(events(size), 0, size), 0, EVENT_BYTES, "its size=" + size, "usual_size=44");
    }

    @Test
    void aSizeBeyondTheEndThatIsNotTheUsualOneIsCorruptionAlsoWhereNothingFollows() throws Exception {
        byte[] content = withSize(Arrays.copyOf(events(1), 6 * EVENT_BYTES + 30), 6, 60);
        WaveDumpFixture.write(file(), content);
        try (WaveDumpFile cursor = WaveDumpFile.open(file(), SampleKind.UNSIGNED_16, DamagePolicy.SKIP)) {
            assertEquals(6, tags(cursor).size());
            WaveDumpDamage damage = cursor.damage().orElseThrow();
            assertEquals(WaveDumpDamage.Kind.CORRUPT, damage.kind());
            String message = damage.error().getMessage();
            assertTrue(message.contains("size=60 bytes reaches beyond the end of the file, left=30"), message);
            assertTrue(message.contains("usual_size=44"), message);
        }
    }

    @Test
    void severalBrokenEventsAreDroppedOneByOne() throws Exception {
        byte[] content = withSize(withSize(withSize(events(1), 1, 88), 3, 30), 5, 90_000);
        WaveDumpFixture.write(file(), content);
        try (WaveDumpFile cursor = WaveDumpFile.open(file(), SampleKind.UNSIGNED_16, DamagePolicy.SKIP)) {
            assertEquals(List.of(100L, 300L, 500L, 700L, 800L), tags(cursor));
            assertEquals(
                    List.of(44L, 132L, 220L),
                    cursor.dropped().stream().map(WaveDumpDamage::offset).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sizesThatChangeLegallyAreAccepted(long seed) throws Exception {
        Random random = new Random(seed);
        WaveDumpFixture fixture = new WaveDumpFixture().channel(2);
        int samples = 10;
        int counter = 0;
        for (int event = 0; event < 300; event++) {
            samples = random.nextInt(3) == 0 ? random.nextInt(1, 5) * 10 : samples;
            counter += random.nextInt(4) == 0 ? random.nextInt(1, 1000) : 1;
            fixture.counter(counter).event(event, random.ints(samples, 0, 40).toArray());
        }
        fixture.write(file());
        for (long expected : new long[] {0, EVENT_BYTES, 64, 1024}) {
            try (WaveDumpFile cursor = WaveDumpFile.open(file(), SampleKind.UNSIGNED_16, DamagePolicy.FAIL, expected)) {
                assertEquals(300, tags(cursor).size(), "seed=" + seed);
            }
        }
    }

    @Test
    void theCounterMayRollOverWhereTheSizeIsBroken() throws Exception {
        byte[] content = new WaveDumpFixture()
                .counter(0xFF_FFFE)
                .event(1, 1, 2)
                .event(2, 3, 4)
                .counter(0)
                .event(3, 5, 6)
                .event(4, 7, 8)
                .bytes();
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(28, 56);
        WaveDumpFixture.write(file(), content);
        try (WaveDumpFile cursor = WaveDumpFile.open(file(), SampleKind.UNSIGNED_16, DamagePolicy.SKIP)) {
            assertEquals(List.of(1L, 3L, 4L), tags(cursor));
        }
    }

    @Test
    void aHeaderOfAnotherChannelEndsAnEventButIsNotBelieved() throws Exception {
        byte[] content = new WaveDumpFixture()
                .event(1, 1, 2)
                .raw(56, 2, new byte[4])
                .channel(7)
                .event(3, 5, 6)
                .bytes();
        WaveDumpFixture.write(file(), content);
        try (WaveDumpFile cursor = WaveDumpFile.open(file(), SampleKind.UNSIGNED_16, DamagePolicy.SKIP)) {
            assertEquals(List.of(1L), tags(cursor));
            assertFalse(cursor.next());
            assertEquals(
                    List.of(28L, 56L),
                    cursor.dropped().stream().map(WaveDumpDamage::offset).toList());
        }
    }

    /// W5: bytes are missing in the first of two events, and the second one was lost without a word in what seemed the
    /// rest of the first.
    @ParameterizedTest
    @CsvSource({"4, 24", "8, 24", "24, 20", "26, 18", "30, 12", "40, 4"})
    void aTornFirstEventDoesNotHideTheLastOne(int from, int missing) throws Exception {
        byte[] content = new WaveDumpFixture()
                .channel(0)
                .counter(1)
                .event(1000, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0)
                .event(2000, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0)
                .bytes();
        byte[] torn = new byte[content.length - missing];
        System.arraycopy(content, 0, torn, 0, from);
        System.arraycopy(content, from + missing, torn, from, torn.length - from);
        WaveDumpFixture.write(file(), torn);
        try (WaveDumpFile cursor = WaveDumpFile.open(file(), SampleKind.UNSIGNED_16, DamagePolicy.FAIL)) {
            FormatException error = assertThrows(FormatException.class, () -> tags(cursor));
            assertEquals(0, error.offset(), error.getMessage());
        }
        try (WaveDumpFile cursor = WaveDumpFile.open(file(), SampleKind.UNSIGNED_16, DamagePolicy.SKIP)) {
            assertEquals(List.of(2000L), tags(cursor));
            assertEquals(EVENT_BYTES - missing, cursor.dropped().get(0).bytesLost());
        }
    }
}
