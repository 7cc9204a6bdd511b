package dev.sluice.context.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Loss;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An exception or an `Error`, at the first, a middle and the last chunk, in every role that a plugin can have, in a
/// graph of several stages whose streams are read by several threads:
///
///     pulses → left (stateful) → subject → later (stateful) ┐
///        ├──────────────────────────────────────────────────┴→ joined
///        └→ aside (halo)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class GraphFailureTest {
    private static final int CHUNKS = 40;
    private static final long END = CHUNKS * Steady.CHUNK;
    private static final List<String> TARGETS = List.of("subject", "joined", "aside");

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), Outcome.engineThreads());
    }

    static Stream<Arguments> rolesAndTimes() {
        List<Arguments> all = new ArrayList<>();
        for (Role role : Role.values()) {
            for (Waiting waiting : Waiting.values()) {
                for (long at : waiting == Waiting.BALANCED ? new long[] {0, 20, CHUNKS - 1} : new long[] {20}) {
                    all.add(Arguments.of(role, waiting, at, new IOException("no such calibration")));
                    all.add(Arguments.of(role, waiting, at, new StackOverflowError("too deep")));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1}, chunk {2}, {3}")
    @MethodSource("rolesAndTimes")
    void aFailureInAnyRoleEndsTheStreamsBehindItRootCauseFirst(Role role, Waiting waiting, long at, Throwable cause)
            throws Exception {
        List<Outcome> outcomes = run(role, waiting, Hooks.computing(failingIn(at, cause)), FailurePolicy.FAIL);
        assertFailed(outcomes.get(0), cause, at);
        assertFailed(outcomes.get(1), cause, at);
        assertComplete(outcomes.get(2));
        if (role.needsAll()) {
            assertEquals(0, outcomes.get(0).chunks);
        } else {
            assertEquals(told(outcomes.get(0)).range().start(), outcomes.get(0).end, "chunks before were delivered");
        }
        if (role.keepsChunks()) {
            assertEquals(at, told(outcomes.get(0)).chunkNumber());
            assertEquals(at, outcomes.get(0).chunks);
        }
    }

    @ParameterizedTest(name = "{0}, {1}, chunk {2}, {3}")
    @MethodSource("rolesAndTimes")
    void underSkipAnExceptionEmptiesItsChunkAndNothingElse(Role role, Waiting waiting, long at, Throwable cause)
            throws Exception {
        List<Outcome> whole = run(role, waiting, Hooks.NONE, FailurePolicy.SKIP);
        List<Outcome> outcomes = run(role, waiting, Hooks.computing(failingIn(at, cause)), FailurePolicy.SKIP);
        assertComplete(outcomes.get(2));
        assertEquals(whole.get(2).rows, outcomes.get(2).rows);
        if (cause instanceof Error) {
            assertFailed(outcomes.get(0), cause, at);
            assertFailed(outcomes.get(1), cause, at);
            return;
        }
        for (Outcome outcome : outcomes.subList(0, 2)) {
            assertNull(outcome.failure);
            assertEquals(END, outcome.end);
            long from = outcome.losses.get(0).start();
            long to = endOfLoss(outcome);
            assertTrue(from <= at * Steady.CHUNK && at * Steady.CHUNK < to, () -> outcome.losses.toString());
            assertEquals(List.of(), outcome.rows(from, to));
            assertTrue(outcome.losses.get(0).cause().contains("no such calibration"));
        }
        Outcome subject = outcomes.get(0);
        if (role != Role.STATEFUL && role != Role.RESETTING) {
            long from = subject.losses.get(0).start();
            long to = endOfLoss(subject);
            assertEquals(whole.get(0).rows(Long.MIN_VALUE, from), subject.rows(Long.MIN_VALUE, from));
            assertEquals(whole.get(0).rows(to, Long.MAX_VALUE), subject.rows(to, Long.MAX_VALUE));
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aPluginThatCannotBePreparedEndsTheStreamsBehindItUnderItsName(Role role) throws Exception {
        IOException cause = new IOException("no kernel");
        List<Outcome> outcomes = run(role, Waiting.BALANCED, Hooks.preparing(cause), FailurePolicy.FAIL);
        for (Outcome outcome : outcomes.subList(0, 2)) {
            assertEquals(0, outcome.chunks);
            assertSame(cause, told(outcome).getCause());
            assertEquals("Subject", told(outcome).plugin());
        }
    }

    @Test
    void aPluginThatCannotBeResetEndsTheStreamsBehindIt() throws Exception {
        IOException cause = new IOException("no reset");
        List<Outcome> outcomes = run(Role.RESETTING, Waiting.BALANCED, Hooks.resetting(cause), FailurePolicy.FAIL);
        assertFailed(outcomes.get(0), cause, 5);
        assertFailed(outcomes.get(1), cause, 5);
        assertEquals(5 * Steady.CHUNK, outcomes.get(0).end);
        assertComplete(outcomes.get(2));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aPluginThatCannotBeClosedIsToldUnderItsNameAndEverythingElseIsFreed(Role role) throws Exception {
        IOException cause = new IOException("calibration not written");
        try (Context context = graph(role, Hooks.closing(cause), Fault.NONE)) {
            List<ChunkStream> streams = start(context, FailurePolicy.FAIL);
            List<Outcome> outcomes = Outcome.ofAll(streams);
            outcomes.forEach(GraphFailureTest::assertComplete);
            List<Throwable> thrown = new ArrayList<>();
            for (ChunkStream stream : streams) {
                try {
                    stream.close();
                } catch (RuntimeException failure) {
                    thrown.add(failure);
                }
            }
            Outcome.assertNothingLeft(streams);
            assertEquals(1, thrown.size());
            assertSame(cause, thrown.get(0).getCause());
            assertTrue(
                    thrown.get(0).getMessage().contains("Subject"),
                    thrown.get(0).getMessage());
        }
    }

    static Stream<Arguments> sources() {
        return Stream.of(0L, 20L, CHUNKS - 1L)
                .flatMap(at -> Stream.of(
                        Arguments.of(at, new IOException("disk gone"), FailurePolicy.FAIL),
                        Arguments.of(at, new StackOverflowError("too deep"), FailurePolicy.FAIL),
                        Arguments.of(at, new IOException("disk gone"), FailurePolicy.SKIP)));
    }

    @ParameterizedTest(name = "chunk {0}, {1}, {2}")
    @MethodSource("sources")
    void aFailureInTheSourceEndsEveryStreamRootCauseFirst(long at, Throwable cause, FailurePolicy policy)
            throws Exception {
        try (Context context = graph(Role.ALIGNED, Hooks.NONE, failingIn(at, cause))) {
            List<ChunkStream> streams = start(context, policy);
            for (Outcome outcome : Outcome.ofAll(streams)) {
                assertSame(cause, told(outcome).getCause());
                assertEquals("Steady", told(outcome).plugin());
                assertEquals("pulses", told(outcome).dataType());
                assertEquals("test_run", told(outcome).runId());
                assertEquals(at, told(outcome).chunkNumber());
            }
            Outcome.closeAll(streams);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, CHUNKS - 1})
    void twoFailuresAtOnceGiveEachStreamItsOwn(long at) throws Exception {
        IOException first = new IOException("first");
        IOException second = new IOException("second");
        try (Context context = Context.create()
                .register(
                        new Steady("pulses", CHUNKS, Fault.NONE),
                        Role.STATEFUL.plugin("one", "pulses", "", Hooks.computing(failingIn(at, first))),
                        Role.HALO.plugin("two", "pulses", "", Hooks.computing(failingIn(at, second))),
                        Role.ALIGNED.plugin("both", "one", "two"))) {
            List<ChunkStream> streams = context.streaming("test_run").workers(3).getStreams("one", "two", "both");
            List<Outcome> outcomes = Outcome.ofAll(streams);
            assertSame(first, told(outcomes.get(0)).getCause());
            assertSame(second, told(outcomes.get(1)).getCause());
            Throwable joined = told(outcomes.get(2)).getCause();
            assertTrue(joined == first || joined == second, String.valueOf(joined));
            Outcome.closeAll(streams);
        }
    }

    private static Fault failingIn(long chunk, Throwable cause) {
        return Fault.at(chunk * Steady.CHUNK, cause);
    }

    private static Context graph(Role role, Hooks hooks, Fault ofSource) {
        return Context.create()
                .register(
                        new Steady("pulses", CHUNKS, ofSource),
                        Role.STATEFUL.plugin("left", "pulses", ""),
                        role.plugin("subject", "left", "pulses", hooks),
                        Role.STATEFUL.plugin("later", "subject", ""),
                        Role.ALIGNED.plugin("joined", "later", "pulses"),
                        Role.HALO.plugin("aside", "pulses", ""));
    }

    private static List<ChunkStream> start(Context context, FailurePolicy policy) {
        return start(context, Waiting.BALANCED, policy);
    }

    private static List<ChunkStream> start(Context context, Waiting waiting, FailurePolicy policy) {
        StreamingContext streaming =
                context.streaming("test_run").workers(waiting.workers(3)).onError(policy);
        waiting.set(streaming, "left", "subject", "later", "joined", "aside");
        return streaming.getStreams(TARGETS.toArray(String[]::new));
    }

    private static List<Outcome> run(Role role, Waiting waiting, Hooks hooks, FailurePolicy policy) throws Exception {
        try (Context context = graph(role, hooks, Fault.NONE)) {
            List<ChunkStream> streams = start(context, waiting, policy);
            List<Outcome> outcomes = Outcome.ofAll(streams);
            if (policy == FailurePolicy.SKIP && outcomes.get(0).failure == null) {
                int skipped = hooks.compute().strikes.get();
                streams.forEach(stream -> assertEquals(skipped, stream.summary().skippedChunks()));
            }
            Outcome.closeAll(streams);
            return outcomes;
        }
    }

    private static void assertFailed(Outcome outcome, Throwable cause, long at) {
        PipelineException message = told(outcome);
        assertSame(cause, message.getCause());
        assertEquals("Subject", message.plugin());
        assertEquals("subject", message.dataType());
        assertEquals("test_run", message.runId());
        assertTrue(message.range().contains(at * Steady.CHUNK), message.getMessage());
        assertTrue(
                message.getMessage()
                        .startsWith("Subject failed in run test_run on chunk " + message.chunkNumber()
                                + " of subject over " + message.range() + ": " + cause.getMessage()),
                message.getMessage());
    }

    /// Where the one interval ends that was lost: reported in several pieces where chunks cut it.
    private static long endOfLoss(Outcome outcome) {
        long end = outcome.losses.get(0).start();
        for (Loss loss : outcome.losses) {
            assertEquals(end, loss.start(), () -> outcome.losses.toString());
            end = loss.end();
        }
        return end;
    }

    private static PipelineException told(Outcome outcome) {
        return assertInstanceOf(PipelineException.class, outcome.failure);
    }

    private static void assertComplete(Outcome outcome) {
        assertNull(outcome.failure);
        assertEquals(0, outcome.start);
        assertEquals(END, outcome.end);
        assertEquals(List.of(), outcome.losses);
    }
}
