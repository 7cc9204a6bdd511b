package dev.sluice.kernels.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.fixtures.Allocation;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.Fragments;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.Waveforms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Cutting the baseline off pulses, against the formula sample by sample and against the twin.
@KernelTest
class CutBaselineTest {

    private static final int RECORDS = 60;
    private static final int LEVEL = 26;
    private static final int DATA = 37;

    @ParameterizedTest
    @CsvSource({"110, 48, 30", "110, 0, 0", "110, 200, 0", "110, 0, 500", "33, 3, 1", "7, 2, 2", "1, 0, 1"})
    void samplesAtBothEndsOfAPulseAreZeroAndTheOthersAsTheyWere(int samples, int before, int after) {
        long seed = 31L * samples + before;
        FragmentLayout layout = new FragmentLayout(samples);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = Fragments.records(arena, layout, RECORDS, new Random(seed));
            MemorySegment target = arena.allocate(records.byteSize()).fill((byte) 0x5A);
            CutBaselineKernel.of(layout).before(before).after(after).build().cut(records, 0, RECORDS, target, 0);
            for (int i = 0; i < RECORDS; i++) {
                long record = (long) i * layout.recordBytes();
                long first = (long) samples * records.get(Waveforms.INT16, record + 20);
                long end = records.get(Waveforms.INT32, record + 16) - after;
                for (int k = 0; k < samples; k++) {
                    boolean stays = first + k >= before && first + k < end;
                    int expected = stays ? records.get(Waveforms.INT16, record + DATA + 2L * k) : 0;
                    int actual = target.get(Waveforms.INT16, record + DATA + 2L * k);
                    assertEquals(expected, actual, "seed=" + seed + " record=" + i + " sample=" + k);
                }
            }
        }
    }

    @Test
    void allOtherFieldsAreCopiedAndTheLevelIsThatOfACutBaseline() {
        FragmentLayout layout = new FragmentLayout(40);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = Fragments.records(arena, layout, 3, new Random(8));
            MemorySegment target = arena.allocate(records.byteSize());
            CutBaselineKernel.of(layout).before(0).after(0).build().cut(records, 0, 3, target, 0);
            for (long record = 0; record < records.byteSize(); record += layout.recordBytes()) {
                assertEquals(1, target.get(ValueLayout.JAVA_BYTE, record + LEVEL));
                records.set(ValueLayout.JAVA_BYTE, record + LEVEL, (byte) 1);
                assertEquals(
                        -1, records.asSlice(record, DATA).mismatch(target.asSlice(record, DATA)), "at byte " + record);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theTwinsGiveTheSameBytesAtAnyNumberOfSamples(long seed) {
        Random random = new Random(seed);
        for (int samples = 1; samples <= 130; samples++) {
            FragmentLayout layout = new FragmentLayout(samples);
            int before = random.nextInt(2 * samples);
            int after = random.nextInt(2 * samples);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment records = Fragments.records(arena, layout, 20, random);
                MemorySegment expected = arena.allocate(records.byteSize());
                MemorySegment actual = arena.allocate(records.byteSize());
                CutBaselineKernel.of(layout)
                        .before(before)
                        .after(after)
                        .provider(Kernels.scalar())
                        .build()
                        .cut(records, 0, 20, expected, 0);
                CutBaselineKernel.of(layout).before(before).after(after).build().cut(records, 0, 20, actual, 0);
                assertEquals(-1, expected.mismatch(actual), "seed=" + seed + " samples=" + samples);
            }
        }
    }

    @Test
    void wrongArgumentsAreRefusedAtTheDoor() {
        FragmentLayout layout = new FragmentLayout(40);
        assertThrows(
                IllegalArgumentException.class,
                () -> CutBaselineKernel.of(null).before(1).after(1).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> CutBaselineKernel.of(layout).before(-1).after(1).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> CutBaselineKernel.of(layout).before(1).after(-1).build());
        CutBaselineKernel kernel =
                CutBaselineKernel.of(layout).before(1).after(1).build();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(2L * layout.recordBytes());
            MemorySegment target = arena.allocate(layout.recordBytes());
            assertThrows(IndexOutOfBoundsException.class, () -> kernel.cut(records, 0, 2, target, 0));
            assertThrows(IllegalArgumentException.class, () -> kernel.cut(records, 0, 1, records, 5));
        }
    }

    @Test
    void cuttingAllocatesNothing() {
        FragmentLayout layout = new FragmentLayout(110);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = Fragments.records(arena, layout, RECORDS, new Random(5));
            MemorySegment target = arena.allocate(records.byteSize());
            CutBaselineKernel kernel =
                    CutBaselineKernel.of(layout).before(48).after(30).build();
            Allocation.assertNone(() -> kernel.cut(records, 0, RECORDS, target, 0));
        }
    }
}
