package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.feature.PeakChargeKernel;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.time.TimeSortKernel;
import dev.sluice.kernels.time.TouchingWindowsKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// E9: memory stays open for the length of a call. Where it did not, this JVM ended with SIGSEGV.
@KernelTest
class OpenMemoryTest {

    private static final long RECORDS = 200_000;
    private static final int STRIDE = 64;
    private static final int ARENAS = 6;

    /// A kernel that works on memory of the arena under test, in one of its places.
    enum Place {
        INPUT {
            @Override
            Runnable kernel(Arena own, Arena tested) {
                return peakCharge(tested.allocate(RECORDS * STRIDE, 64), own.allocate(RECORDS * 8, 64));
            }
        },
        RESULTS {
            @Override
            Runnable kernel(Arena own, Arena tested) {
                return peakCharge(own.allocate(RECORDS * STRIDE, 64), tested.allocate(RECORDS * 8, 64));
            }
        },
        SCRATCH {
            @Override
            Runnable kernel(Arena own, Arena tested) {
                TimeSortKernel sort = TimeSortKernel.of(STRIDE, 0);
                MemorySegment records = own.allocate(RECORDS * STRIDE, 64);
                for (long i = 0; i < RECORDS; i++) {
                    records.set(ValueLayout.JAVA_LONG_UNALIGNED, i * STRIDE, -i * 7919 % RECORDS);
                }
                MemorySegment target = own.allocate(RECORDS * STRIDE, 64);
                MemorySegment scratch = tested.allocate(TimeSortKernel.scratchBytes(RECORDS, STRIDE), 64);
                return () -> sort.sort(records, 0, RECORDS, target, 0, scratch);
            }
        },
        CONTAINERS {
            @Override
            Runnable kernel(Arena own, Arena tested) {
                IntervalLayout layout = IntervalLayout.ending(16, 0, 8);
                TouchingWindowsKernel touching = TouchingWindowsKernel.of(layout, layout, 0);
                MemorySegment things = own.allocate(RECORDS * 16, 64);
                MemorySegment containers = tested.allocate(RECORDS * 16, 64);
                MemorySegment results = own.allocate(RECORDS * 8, 64);
                return () -> touching.compute(things, 0, RECORDS, containers, 0, RECORDS, results, 0);
            }
        };

        abstract Runnable kernel(Arena own, Arena tested);

        private static Runnable peakCharge(MemorySegment waveforms, MemorySegment results) {
            PeakChargeKernel kernel = PeakChargeKernel.of(WaveformLayout.of(SampleType.INT16, STRIDE, 0, 32))
                    .peakRange(SampleRange.parse("0:32"))
                    .chargeRange(SampleRange.parse("0:32"))
                    .build();
            return () -> kernel.compute(waveforms, 0, RECORDS, results, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void anArenaIsRefusedToCloseWhileAKernelRunsOnItsMemory(Place place) throws InterruptedException {
        try (Arena own = Arena.ofShared()) {
            for (int i = 0; i < ARENAS; i++) {
                Arena tested = Arena.ofShared();
                Runnable kernel = place.kernel(own, tested);
                CountDownLatch runs = new CountDownLatch(2);
                AtomicReference<Throwable> end = new AtomicReference<>();
                Thread thread = Thread.ofPlatform().daemon().start(() -> {
                    try {
                        while (true) {
                            kernel.run();
                            runs.countDown();
                        }
                    } catch (Throwable thrown) {
                        end.set(thrown);
                    }
                });
                assertTrue(runs.await(60, TimeUnit.SECONDS), "the kernel does not run: " + end.get());
                closeAtLast(tested);
                assertTrue(thread.join(Duration.ofSeconds(60)), "the kernel goes on after its memory is gone");
                assertInstanceOf(IllegalStateException.class, end.get());
                assertTrue(
                        end.get().getMessage().contains("keep its arena open during the call"),
                        end.get().getMessage());
            }
        }
    }

    private static void closeAtLast(Arena arena) {
        while (arena.scope().isAlive()) {
            try {
                arena.close();
            } catch (IllegalStateException held) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void everySegmentOfACallIsHeld() {
        Arena[] arenas = new Arena[6];
        Call call = Call.begin();
        for (int i = 0; i < arenas.length; i++) {
            arenas[i] = Arena.ofShared();
            call.holding(arenas[i].allocate(8, 8));
        }
        long refused = call.run(running -> {
            long count = 0;
            for (Arena arena : arenas) {
                assertThrows(IllegalStateException.class, arena::close);
                count++;
            }
            return count;
        });
        assertEquals(arenas.length, refused);
        for (Arena arena : arenas) {
            arena.close();
        }
    }

    @Test
    void whatALoopThrowsComesOutOfTheCallAsItIs() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment things = arena.allocate(32, 8);
            things.set(ValueLayout.JAVA_LONG, 0, 5);
            things.set(ValueLayout.JAVA_LONG, 8, 4);
            IntervalLayout layout = IntervalLayout.ending(16, 0, 8);
            TouchingWindowsKernel touching = TouchingWindowsKernel.of(layout, layout, 0);
            MemorySegment results = arena.allocate(8, 8);
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> touching.compute(things, 0, 1, things, 16, 1, results, 0));
            assertTrue(refused.getMessage().startsWith("thing 0 starts before"), refused.getMessage());
            // The thread's call is as good as new: a thing that ends where the container starts does not touch it.
            touching.compute(things, 16, 1, things, 16, 1, results, 0);
            assertEquals(1, results.get(ValueLayout.JAVA_INT, 0));
        }
    }

    @Test
    void virtualThreadsHoldMemoryToo() throws InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            Runnable kernel = Place.INPUT.kernel(arena, arena);
            Thread[] threads = new Thread[8];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = Thread.ofVirtual().start(kernel);
            }
            for (Thread thread : threads) {
                assertTrue(thread.join(Duration.ofSeconds(60)));
            }
        }
    }
}
