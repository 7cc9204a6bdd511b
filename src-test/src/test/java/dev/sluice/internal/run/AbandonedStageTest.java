package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.internal.ring.LoanGuard;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.Requirements;
import dev.sluice.record.Records;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.WaitPolicy;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// E2: a stage without readers gives what it borrowed back as its workers are done with it, never while
/// one computes on it.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class AbandonedStageTest {
    private static final long AT = 3;
    private static final int RECORDS = 8;

    private final EngineThreads threads = EngineThreads.fromNowOn();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch resume = new CountDownLatch(1);
    private final CompletableFuture<List<Long>> seen = new CompletableFuture<>();

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), threads.started());
    }

    static Stream<Arguments> graphs() {
        List<Arguments> all = new ArrayList<>();
        for (WaitPolicy policy : WaitPolicy.values()) {
            for (int between : new int[] {0, 2}) {
                all.add(Arguments.of(policy, between, Requirements.NONE.inOrder(), 1));
                all.add(Arguments.of(policy, between, Requirements.NONE.workers(3), 3));
            }
        }
        return all.stream();
    }

    private Doubled blocking(String dependsOn) {
        return new Doubled("late", dependsOn, in -> {
            if (in.chunk().number() == AT) {
                long before = firstValue(in);
                inside.countDown();
                resume.await();
                seen.complete(List.of(before, firstValue(in)));
            }
        });
    }

    /// Read beneath the guards of checked mode: what lies in memory.
    private static long firstValue(ChunkInput in) {
        Records records = in.records();
        return records.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, records.byteOffset() + Long.BYTES);
    }

    private Chains chain(Pulses source, int between, Requirements demand) {
        Chains chain = new Chains(source);
        String before = "pulses";
        for (int i = 0; i < between; i++) {
            chain.then(new Doubled("step" + i, before, in -> {}));
            before = "step" + i;
        }
        return chain.then(blocking(before), demand);
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void aFreedSlabIsNeverSeenByAnAbandonedStage(WaitPolicy policy, int between, Requirements demand, int workers)
            throws Exception {
        Pulses source = new Pulses(Long.MAX_VALUE, RECORDS);
        Chains chain = chain(source, between, demand);
        CopyingTap tap = new CopyingTap("late", 1);
        chain.with(tap);
        StreamSettings settings = Runs.workers(workers)
                .withWaitPolicy(policy)
                .withChunkRecords(RECORDS)
                .withMemoryBudget(1 << 20);
        List<PipelineStream> streams = chain.start(settings, new OutputRef(0, 0), chain.last());
        Iterator<Chunk> pulses = streams.getFirst().iterator();
        CountDownLatch ringsFilledAnew = new CountDownLatch(200);
        try (Arena arena = Arena.ofShared()) {
            for (int i = 0; i < AT + 2; i++) {
                pulses.next();
            }
            assertTrue(inside.await(20, TimeUnit.SECONDS));
            streams.getLast().close();
            Thread reader = Thread.ofPlatform().start(() -> {
                try {
                    while (pulses.hasNext()) {
                        pulses.next();
                        ringsFilledAnew.countDown();
                    }
                } catch (IllegalStateException closed) {
                    // The test closes the stream.
                }
            });
            // While a worker computes on a slot, the source cannot come round to it: this is the time to try.
            assertFalse(ringsFilledAnew.await(300, TimeUnit.MILLISECONDS), "the slots were filled anew");
            resume.countDown();
            long value = AT * RECORDS << between;
            assertEquals(List.of(value, value), seen.get(20, TimeUnit.SECONDS));
            // What was borrowed did go back: the other stream goes on.
            assertTrue(ringsFilledAnew.await(20, TimeUnit.SECONDS));
            tap.poll(arena)
                    .ifPresent(chunk -> assertEquals(
                            2 * (chunk.number() * RECORDS << between), Pulses.VALUE.get(chunk.records(), 0)));
            streams.getFirst().close();
            reader.join();
        }
        assertEquals(0, streams.getFirst().reservedBytes());
        assertEquals(1, source.closed.get());
    }

    /// A chunk that is cut into segments is shown by many slots: it stays until the last one that shows a part is done,
    /// also where its feed is stopped before it has shown the rest.
    @ParameterizedTest
    @EnumSource
    void aChunkOfWhichOnlyPartsAreShownIsNotTakenFromUnderOne(WaitPolicy policy) throws Exception {
        int records = 1000;
        Pulses source = new Pulses(Long.MAX_VALUE, records);
        Chains chain = new Chains(source)
                .then(blocking("pulses"), Requirements.NONE.inOrder().breakingAt(0));
        StreamSettings settings =
                Runs.workers(1).withWaitPolicy(policy).withChunkRecords(records).withMemoryBudget(1 << 20);
        List<PipelineStream> streams = chain.start(settings, new OutputRef(0, 0), chain.last());
        Iterator<Chunk> pulses = streams.getFirst().iterator();
        CountDownLatch ringsFilledAnew = new CountDownLatch(200);
        pulses.next();
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        streams.getLast().close();
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                while (pulses.hasNext()) {
                    pulses.next();
                    ringsFilledAnew.countDown();
                }
            } catch (IllegalStateException closed) {
                // The test closes the stream.
            }
        });
        assertFalse(ringsFilledAnew.await(300, TimeUnit.MILLISECONDS), "the slots were filled anew");
        resume.countDown();
        assertEquals(List.of(AT, AT), seen.get(20, TimeUnit.SECONDS));
        assertTrue(ringsFilledAnew.await(20, TimeUnit.SECONDS));
        streams.getFirst().close();
        reader.join();
        assertEquals(0, streams.getFirst().reservedBytes());
    }

    @Test
    void aLentWindowIsGuardedByItsLender() {
        LoanGuard lender = new LoanGuard();
        LoanGuard view = new LoanGuard();
        lender.open();
        view.open();
        view.lentBy(lender);
        view.check();
        lender.end("pulses");
        String message = assertThrows(IllegalStateException.class, view::check).getMessage();
        assertTrue(message.contains("stale view of pulses"), message);
        lender.open();
        assertThrows(IllegalStateException.class, view::check);
        view.open();
        view.check();
    }
}
