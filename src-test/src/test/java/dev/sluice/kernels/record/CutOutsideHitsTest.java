package dev.sluice.kernels.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.Fragments;
import dev.sluice.kernels.GoldenPulses;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.hit.FindHitsKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Links of records and cutting outside hits against strax's golden arrays, against the twin, and where strax is wrong.
@KernelTest
class CutOutsideHitsTest {

    private static final FragmentLayout LAYOUT = GoldenPulses.LAYOUT;

    @Test
    void linksEqualTheGoldenOnes() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = GoldenPulses.load("records_integrated", arena);
            MemorySegment previous = GoldenPulses.load("record_links_prev", arena);
            MemorySegment next = GoldenPulses.load("record_links_next", arena);
            int count = (int) (records.byteSize() / LAYOUT.recordBytes());
            RecordLinks links = new RecordLinks(LAYOUT);
            links.link(records, 0, count);
            for (int i = 0; i < count; i++) {
                assertEquals(previous.getAtIndex(ValueLayout.JAVA_LONG, i), links.previous(i), "record " + i);
                assertEquals(next.getAtIndex(ValueLayout.JAVA_LONG, i), links.next(i), "record " + i);
            }
            assertThrows(IndexOutOfBoundsException.class, () -> links.next(count));
        }
    }

    @Test
    void linksInMemoryEqualTheGoldenOnesHoweverOftenTheyAreMade() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = GoldenPulses.load("records_integrated", arena);
            MemorySegment previous = GoldenPulses.load("record_links_prev", arena);
            MemorySegment next = GoldenPulses.load("record_links_next", arena);
            int count = (int) (records.byteSize() / LAYOUT.recordBytes());
            RecordLinks links = new RecordLinks(LAYOUT);
            MemorySegment before = arena.allocate(8L * count);
            MemorySegment after = arena.allocate(8L * count);
            for (int round = 0; round < 3; round++) {
                links.link(records, 0, count / 2);
                links.write(records, 0, count, before, after, long.class);
                assertEquals(-1, previous.mismatch(before), "round " + round);
                assertEquals(-1, next.mismatch(after), "round " + round);
                links.write(records, 0, count, before, after, int.class);
                for (int i = 0; i < count; i++) {
                    assertEquals(
                            previous.getAtIndex(ValueLayout.JAVA_LONG, i), before.getAtIndex(ValueLayout.JAVA_INT, i));
                    assertEquals(next.getAtIndex(ValueLayout.JAVA_LONG, i), after.getAtIndex(ValueLayout.JAVA_INT, i));
                }
            }
            MemorySegment small = after.asSlice(0, 8L * count - 1);
            assertThrows(
                    IndexOutOfBoundsException.class, () -> links.write(records, 0, count, before, small, long.class));
            assertThrows(
                    IllegalArgumentException.class, () -> links.write(records, 0, count, before, after, short.class));
        }
    }

    @Test
    void linksInMemoryThatOverlapAreRefusedBeforeAnythingIsWritten() {
        FragmentLayout layout = new FragmentLayout(4);
        RecordLinks links = new RecordLinks(layout);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = pulse(arena, layout, 8, new Random(1));
            byte[] before = records.toArray(ValueLayout.JAVA_BYTE);
            MemorySegment both = arena.allocate(8L * 8 + 8);
            for (Class<?> type : new Class<?>[] {int.class, long.class}) {
                long bytes = type == long.class ? 64 : 32;
                MemorySegment first = both.asSlice(0, bytes);
                MemorySegment apart = arena.allocate(bytes);
                MemorySegment last = records.asSlice(records.byteSize() - bytes);
                assertOverlap("previous and next", () -> links.write(records, 0, 8, first, first, type));
                assertOverlap(
                        "previous and next",
                        () -> links.write(records, 0, 8, both.asSlice(bytes / 8, bytes), first, type));
                assertOverlap("records and previous", () -> links.write(records, 0, 8, last, apart, type));
                assertOverlap("records and next", () -> links.write(records, 0, 8, apart, last, type));
                links.write(records, 0, 4, both.asSlice(0, bytes / 2), both.asSlice(bytes / 2, bytes / 2), type);
                assertEquals(-1, both.get(ValueLayout.JAVA_INT, 0));
            }
            assertArrayEquals(before, records.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    void aTargetThatOverlapsWhatIsReadIsRefused() {
        FragmentLayout layout = new FragmentLayout(4);
        CutOutsideHitsKernel kernel = CutOutsideHitsKernel.of(layout, 2, 15, Compatibility.NONE);
        RecordLinks links = new RecordLinks(layout);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = pulse(arena, layout, 2, new Random(1));
            MemorySegment hits = arena.allocate(2L * FragmentLayout.HIT_BYTES, 8);
            assertOverlap("records and target", () -> kernel.cut(records, 0, 2, hits, 0, 2, records, 0, links));
            assertOverlap("hits and target", () -> kernel.cut(records, 0, 2, hits, 0, 2, hits, 0, links));
        }
    }

    private static void assertOverlap(String which, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.startsWith(which + " overlap"), message);
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    void recordsEqualTheGoldenOnes(Compatibility compatibility) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = GoldenPulses.load("records_integrated", arena);
            MemorySegment hits = GoldenPulses.load("hits_15", arena);
            MemorySegment expected = GoldenPulses.load("records_cut_default_2_15", arena);
            MemorySegment target = arena.allocate(records.byteSize()).fill((byte) 0x5A);
            CutOutsideHitsKernel.of(LAYOUT, 2, 15, compatibility)
                    .cut(
                            records,
                            0,
                            records.byteSize() / LAYOUT.recordBytes(),
                            hits,
                            0,
                            hits.byteSize() / FragmentLayout.HIT_BYTES,
                            target,
                            0,
                            new RecordLinks(LAYOUT));
            assertEquals("", GoldenPulses.difference(expected, target, LAYOUT.recordBytes()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void twinsAgreeInBitsAndKeepWhatAPlainMaskKeeps(long seed) {
        for (int samples : new int[] {1, 5, 8, 9, 16, 17, 31, 32, 33, 64, 110}) {
            Random random = new Random(1000 * seed + samples);
            FragmentLayout layout = new FragmentLayout(samples);
            int left = random.nextInt(3 * samples);
            int right = random.nextInt(3 * samples);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment records = pulse(arena, layout, 7, random);
                MemorySegment hits = arena.allocate(400L * FragmentLayout.HIT_BYTES, 8);
                long found = FindHitsKernel.of(layout)
                        .leastAmplitudes(ChannelThresholds.all(40))
                        .build()
                        .find(records, 0, 7, hits, 0, 400);
                String what = "seed=" + seed + " samples=" + samples + " left=" + left + " right=" + right;
                for (Compatibility compatibility : Compatibility.values()) {
                    MemorySegment expected = arena.allocate(records.byteSize());
                    MemorySegment actual = arena.allocate(records.byteSize()).fill((byte) 0x5A);
                    CutOutsideHitsKernel.of(layout, left, right, compatibility, Kernels.scalar())
                            .cut(records, 0, 7, hits, 0, found, expected, 0, new RecordLinks(layout));
                    CutOutsideHitsKernel.of(layout, left, right, compatibility)
                            .cut(records, 0, 7, hits, 0, found, actual, 0, new RecordLinks(layout));
                    assertEquals("", GoldenPulses.difference(expected, actual, layout.recordBytes()), what);
                    if (compatibility == Compatibility.NONE) {
                        assertKept(records, hits, found, actual, layout, left, right, what);
                    }
                }
            }
        }
    }

    /// All records are fragments of one pulse, so a mask over the whole pulse shows what is kept.
    private static void assertKept(
            MemorySegment records,
            MemorySegment hits,
            long found,
            MemorySegment cut,
            FragmentLayout layout,
            int left,
            int right,
            String what) {
        int samples = layout.samples();
        boolean[] kept = new boolean[7 * samples];
        for (long i = 0; i < found; i++) {
            MemorySegment hit = hits.asSlice(i * FragmentLayout.HIT_BYTES, FragmentLayout.HIT_BYTES);
            int start = hit.get(Waveforms.INT32, 28) * samples;
            int from = Math.max(0, start + hit.get(Waveforms.INT16, 20) - left);
            int to = Math.min(kept.length, start + hit.get(Waveforms.INT16, 22) + right);
            for (int k = from; k < to; k++) {
                kept[k] = true;
            }
        }
        for (int k = 0; k < kept.length; k++) {
            long at = (long) (k / samples) * layout.recordBytes() + 37 + 2L * (k % samples);
            int expected = kept[k] ? records.get(Waveforms.INT16, at) : 0;
            assertEquals(expected, cut.get(Waveforms.INT16, at), what + " sample=" + k);
        }
    }

    private static MemorySegment pulse(Arena arena, FragmentLayout layout, int count, Random random) {
        MemorySegment records = Fragments.records(arena, layout, count, random);
        for (int i = 0; i < count; i++) {
            MemorySegment record = records.asSlice((long) i * layout.recordBytes(), layout.recordBytes());
            record.set(Waveforms.INT64, 0, 1000L + 10L * i * layout.samples());
            record.set(Waveforms.INT32, 8, layout.samples());
            record.set(Waveforms.INT16, 12, (short) 10);
            record.set(Waveforms.INT16, 14, (short) 4);
            record.set(Waveforms.INT16, 20, (short) i);
        }
        return records;
    }

    @Test
    void aNeighboursPaddingIsNotKept() {
        FragmentLayout layout = new FragmentLayout(4);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = pulse(arena, layout, 2, new Random(1));
            records.set(Waveforms.INT32, layout.recordBytes() + 8L, 2);
            MemorySegment hit = arena.allocate(FragmentLayout.HIT_BYTES, 8);
            hit.set(Waveforms.INT16, 20, (short) 1);
            hit.set(Waveforms.INT16, 22, (short) 4);
            long padding = layout.recordBytes() + 37 + 2 * 3;
            records.set(Waveforms.INT16, padding, (short) 77);
            MemorySegment cut = arena.allocate(records.byteSize());
            CutOutsideHitsKernel.of(layout, 0, 4, Compatibility.NONE)
                    .cut(records, 0, 2, hit, 0, 1, cut, 0, new RecordLinks(layout));
            assertEquals(0, cut.get(Waveforms.INT16, padding));
            CutOutsideHitsKernel.of(layout, 0, 4, Compatibility.STRAX)
                    .cut(records, 0, 2, hit, 0, 1, cut, 0, new RecordLinks(layout));
            assertEquals(77, cut.get(Waveforms.INT16, padding));
        }
    }

    @ParameterizedTest
    @CsvSource({"28, 2", "28, -1", "20, -1", "22, 5"})
    void aHitInNoneOfTheRecordsIsAnError(int field, short value) {
        FragmentLayout layout = new FragmentLayout(4);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = pulse(arena, layout, 2, new Random(1));
            MemorySegment hits = arena.allocate(2L * FragmentLayout.HIT_BYTES, 8);
            if (field == 28) {
                hits.set(Waveforms.INT32, FragmentLayout.HIT_BYTES + 28L, value);
            } else {
                hits.set(Waveforms.INT16, FragmentLayout.HIT_BYTES + (long) field, value);
            }
            MemorySegment cut = arena.allocate(records.byteSize());
            CutOutsideHitsKernel kernel = CutOutsideHitsKernel.of(layout, 2, 15, Compatibility.NONE);
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> kernel.cut(records, 0, 2, hits, 0, 2, cut, 0, new RecordLinks(layout)))
                    .getMessage();
            assertTrue(message.contains("hit=1"), message);
        }
    }

    @Test
    void theDoorRefusesWhatDoesNotFit() {
        FragmentLayout layout = new FragmentLayout(4);
        CutOutsideHitsKernel kernel = CutOutsideHitsKernel.of(layout, 2, 15, Compatibility.NONE);
        RecordLinks links = new RecordLinks(layout);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment two = arena.allocate(2L * layout.recordBytes());
            MemorySegment hits = arena.allocate(FragmentLayout.HIT_BYTES);
            MemorySegment one = arena.allocate(layout.recordBytes());
            assertThrows(IndexOutOfBoundsException.class, () -> kernel.cut(two, 0, 2, hits, 0, 1, one, 0, links));
            assertThrows(IndexOutOfBoundsException.class, () -> kernel.cut(two, 0, 1, hits, 0, 2, one, 0, links));
            RecordLinks others = new RecordLinks(new FragmentLayout(5));
            assertThrows(IllegalArgumentException.class, () -> kernel.cut(two, 0, 1, hits, 0, 1, one, 0, others));
        }
        assertThrows(IllegalArgumentException.class, () -> CutOutsideHitsKernel.of(layout, -1, 0, Compatibility.NONE));
    }
}
