package dev.sluice.context.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.stream.ChunkStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A range of time of a graph is what the whole run gives there, whatever the plugins ask for; and what it does not
/// need is neither read nor computed.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class GraphRangeTest {
    private static final int CHUNKS = 200;
    private static final long END = CHUNKS * Steady.CHUNK;

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), Outcome.engineThreads());
    }

    static Stream<Arguments> rolesAndRanges() {
        List<Arguments> all = new ArrayList<>();
        for (Role role : Role.values()) {
            all.add(Arguments.of(role, TimeRange.of(0, 1)));
            all.add(Arguments.of(role, TimeRange.of(20_333, 20_334)));
            all.add(Arguments.of(role, TimeRange.of(50_400, 71_999)));
            all.add(Arguments.of(role, TimeRange.of(24_100, 24_900)));
            all.add(Arguments.of(role, TimeRange.of(END - 1500, END + 5000)));
            all.add(Arguments.of(role, TimeRange.of(-5000, 3000)));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("rolesAndRanges")
    void aRangeIsThatPartOfTheWholeResult(Role role, TimeRange range) throws Exception {
        List<Outcome> whole = run(role, new Steady("pulses", CHUNKS, Fault.NONE), TimeRange.UNBOUNDED);
        List<Outcome> part = run(role, new Steady("pulses", CHUNKS, Fault.NONE), range);
        for (int i = 0; i < whole.size(); i++) {
            assertNull(part.get(i).failure);
            assertEquals(whole.get(i).rows(range.start(), range.end()), part.get(i).rows);
            assertEquals(Math.max(0, range.start()), part.get(i).start);
            assertEquals(Math.min(END, range.end()), part.get(i).end);
        }
    }

    private static List<Outcome> run(Role role, Steady source, TimeRange range) throws Exception {
        try (Context context = Context.create()
                .register(
                        source,
                        Role.DIVIDING.plugin("left", "pulses", ""),
                        role.plugin("subject", "left", "pulses"),
                        Role.ALIGNED.plugin("joined", "subject", "pulses"))) {
            List<ChunkStream> streams =
                    context.streaming("test_run").workers(3).getStreams(List.of("subject", "joined"), range);
            List<Outcome> outcomes = Outcome.ofAll(streams);
            Outcome.closeAll(streams);
            return outcomes;
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatLiesOutsideIsNeitherReadNorComputed(Role role) throws Exception {
        TimeRange range = TimeRange.of(100_000, 102_000);
        Steady source = new Steady("pulses", CHUNKS, Fault.NONE);
        AtomicLong first = new AtomicLong(Long.MAX_VALUE);
        AtomicLong last = new AtomicLong(Long.MIN_VALUE);
        Hooks watching = Hooks.watching((start, end) -> {
            first.accumulateAndGet(start, Math::min);
            last.accumulateAndGet(end, Math::max);
        });
        try (Context context = Context.create()
                        .register(
                                source,
                                Role.LOCAL.plugin("right", "pulses", ""),
                                role.plugin("subject", "pulses", "right", watching));
                ChunkStream stream = context.streaming("test_run").workers(2).getStream("subject", range)) {
            assertNull(Outcome.of(stream).failure);
        }
        boolean fromStart =
                role.needsAll() || role == Role.STATEFUL || role == Role.RESETTING || role == Role.CHUNK_SIZED;
        boolean toEnd = role.needsAll() || role == Role.COVERING || role == Role.CHUNK_SIZED;
        long halo = role == Role.HALO ? 2 : 0;
        long before = fromStart ? 0 : 100 - halo;
        long behind = toEnd ? CHUNKS : 102 + halo;
        // One chunk more may be read to know that the range has ended.
        assertTrue(source.chunksRead.get() >= 102 - before, "chunksRead=" + source.chunksRead);
        assertTrue(source.chunksRead.get() <= behind - before + 1, "chunksRead=" + source.chunksRead);
        assertTrue(first.get() >= before * Steady.CHUNK, "first=" + first);
        assertTrue(last.get() <= behind * Steady.CHUNK, "last=" + last);
    }

    @Test
    void aStreamThatHasReachedItsEndHoldsUpNoOtherThatNeedsMore() throws Exception {
        Steady source = new Steady("pulses", 4000, Fault.NONE);
        try (Context context = Context.create()
                .register(
                        source,
                        Role.DIVIDING.plugin("left", "pulses", ""),
                        Role.EXHAUSTING.plugin("subject", "left", ""))) {
            List<ChunkStream> streams = context.streaming("test_run")
                    .workers(2)
                    .getStreams(List.of("left", "subject"), TimeRange.of(0, 3000));
            for (Outcome outcome : Outcome.ofAll(streams)) {
                assertNull(outcome.failure);
                assertEquals(9, outcome.rows.size());
            }
            Outcome.closeAll(streams);
        }
        assertEquals(4000, source.chunksRead.get());
    }
}
