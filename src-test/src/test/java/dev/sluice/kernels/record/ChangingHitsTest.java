package dev.sluice.kernels.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.record.CutOutsideHitsPlan;
import dev.sluice.kernels.internal.record.ScalarCutOutsideHits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Cutting outside hits that another thread changes: it is refused or not, and nothing beyond the target is touched.
///
/// All segments are slices of larger ones, so what goes wrong is seen and ends no process.
@KernelTest
class ChangingHitsTest {
    private static final int SAMPLES = 110;
    private static final FragmentLayout LAYOUT = new FragmentLayout(SAMPLES);
    private static final int STRIDE = LAYOUT.recordBytes();
    private static final int LARGE = 1000;
    private static final int SMALL = 4;
    private static final MemorySegment ZEROS = Arena.global().allocate((long) STRIDE * LARGE);

    /// The loop as the kernel runs it after the first look at the hits, in which none of them went so far.
    @ParameterizedTest
    @CsvSource({"0, 50", "1, 50", "40, 96", "40, 110", "0, 110"})
    void aHitThatReachesBeyondItsRecordOnlyWhenItIsCutFollowsNoLinksOfAnotherCall(int left, int right) {
        for (KernelProvider provider : new KernelProvider[] {Kernels.scalar(), Kernels.provider()}) {
            for (boolean likeStrax : new boolean[] {false, true}) {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment room = arena.allocate((long) STRIDE * LARGE);
                    String message = assertThrows(
                                    IllegalStateException.class,
                                    () -> cut(arena, room, provider, likeStrax, left, right, false, LARGE - 1))
                            .getMessage();
                    assertTrue(message.contains("hit=1 reaches beyond its record"), message);
                    assertUntouched(room);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 50, 4", "40, 110, 4", "40, 110, 999", "0, 50, 999"})
    void aLinkToNoneOfTheRecordsIsNotFollowed(int left, int right, int link) {
        for (KernelProvider provider : new KernelProvider[] {Kernels.scalar(), Kernels.provider()}) {
            for (boolean likeStrax : new boolean[] {false, true}) {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment room = arena.allocate((long) STRIDE * LARGE);
                    String message = assertThrows(
                                    IllegalStateException.class,
                                    () -> cut(arena, room, provider, likeStrax, left, right, true, link))
                            .getMessage();
                    assertTrue(message.contains("limit=4 is now index=" + link), message);
                    assertUntouched(room);
                }
            }
        }
    }

    private static void cut(
            Arena arena,
            MemorySegment target,
            KernelProvider provider,
            boolean likeStrax,
            int left,
            int right,
            boolean linked,
            int link) {
        CutOutsideHitsPlan plan = new CutOutsideHitsPlan(SAMPLES, 2, 15, likeStrax);
        CutOutsideHitsPlan.Loop loop = Loops.of(provider, plan, ScalarCutOutsideHits::of);
        MemorySegment hits = hits(arena, 2);
        assertEquals(false, plan.reachesNeighbours(hits.address(), 2));
        hits.set(Waveforms.INT16, FragmentLayout.HIT_BYTES + 20L, (short) left);
        hits.set(Waveforms.INT16, FragmentLayout.HIT_BYTES + 22L, (short) right);
        int[] links = {link, link, link, link};
        long records = records(arena).address();
        loop.run(records, SMALL, hits.address(), 2, target.address(), linked, links, links);
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    void hitsThatChangeAllTheTimeTouchNothingBeyondTheTarget(Compatibility mode) throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment records = records(arena);
            MemorySegment hits = hits(arena, 5000);
            MemorySegment far = hits(arena, 1);
            far.set(Waveforms.INT16, 22, (short) 105);
            MemorySegment large = arena.allocate((long) STRIDE * LARGE);
            MemorySegment room = arena.allocate((long) STRIDE * LARGE);
            MemorySegment target = room.asSlice(0, (long) STRIDE * SMALL);
            RecordLinks links = new RecordLinks(LAYOUT);
            CutOutsideHitsKernel kernel = CutOutsideHitsKernel.of(LAYOUT, 2, 15, mode);
            Thread other =
                    Thread.ofPlatform().daemon().start(() -> flip(hits, 4999L * FragmentLayout.HIT_BYTES + 22, ended));
            try {
                for (int i = 0; i < 300; i++) {
                    kernel.cut(records, 0, LARGE, far, 0, 1, large, 0, links);
                    assertEquals(LARGE - 1, links.next(0));
                    cutSome(kernel, records, hits, target, links);
                    assertUntouched(room);
                }
            } finally {
                ended.set(true);
                other.join();
            }
        }
    }

    private static void cutSome(
            CutOutsideHitsKernel kernel,
            MemorySegment records,
            MemorySegment hits,
            MemorySegment target,
            RecordLinks links) {
        for (int i = 0; i < 3; i++) {
            try {
                kernel.cut(records, 0, SMALL, hits, 0, 5000, target, 0, links);
            } catch (IllegalStateException changed) {
                assertTrue(changed.getMessage().startsWith("records change while"), changed.getMessage());
            }
        }
    }

    private static void flip(MemorySegment hits, long field, AtomicBoolean ended) {
        while (!ended.get()) {
            ValueLayout.JAVA_SHORT.varHandle().setVolatile(hits, field, (short) 50);
            ValueLayout.JAVA_SHORT.varHandle().setVolatile(hits, field, (short) 105);
        }
    }

    @Test
    void theRecordsOfThisTestAreLinkedFromTheFirstToTheLast() {
        try (Arena arena = Arena.ofConfined()) {
            RecordLinks links = new RecordLinks(LAYOUT);
            links.link(records(arena), 0, LARGE);
            assertEquals(LARGE - 1, links.next(0));
            assertEquals(0, links.previous(LARGE - 1));
        }
    }

    /// The first record goes on in the last one; all have samples.
    private static MemorySegment records(Arena arena) {
        MemorySegment records = arena.allocate((long) STRIDE * LARGE, 8);
        for (int i = 0; i < LARGE; i++) {
            MemorySegment record = records.asSlice((long) i * STRIDE, STRIDE).fill((byte) 0x5A);
            boolean ofPulse = i == 0 || i == LARGE - 1;
            record.set(Waveforms.INT64, 0, i == LARGE - 1 ? 10L * SAMPLES : 0);
            record.set(Waveforms.INT32, 8, SAMPLES);
            record.set(Waveforms.INT16, 12, (short) 10);
            record.set(Waveforms.INT16, 14, (short) (ofPulse ? 7 : 8));
            record.set(Waveforms.INT16, 20, (short) (i == LARGE - 1 ? 1 : 0));
        }
        return records;
    }

    /// Hits of the first record that do not reach beyond it.
    private static MemorySegment hits(Arena arena, int count) {
        MemorySegment hits = arena.allocate((long) FragmentLayout.HIT_BYTES * count, 8);
        for (int i = 0; i < count; i++) {
            hits.set(Waveforms.INT16, (long) FragmentLayout.HIT_BYTES * i + 20, (short) 40);
            hits.set(Waveforms.INT16, (long) FragmentLayout.HIT_BYTES * i + 22, (short) 50);
        }
        return hits;
    }

    private static void assertUntouched(MemorySegment room) {
        MemorySegment beyond = room.asSlice((long) STRIDE * SMALL);
        assertEquals(-1, beyond.mismatch(ZEROS.asSlice(0, beyond.byteSize())));
    }
}
