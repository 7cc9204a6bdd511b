package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.Continuity;
import dev.sluice.executor.SimulatedPools;
import dev.sluice.internal.feed.Feed;
import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.internal.ring.Parking;
import dev.sluice.record.Records;
import dev.sluice.stream.InterruptedWaitException;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.RunState;
import dev.sluice.stream.SilencePolicy;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.UnreadStreamException;
import dev.sluice.stream.WaitPolicy;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// One random graph, run once under a [Simulation]: read by one thread for all streams or one for each, some of which
/// stop early, are closed by another thread or interrupted; and checked against what it must give.
class SimulatedRun implements Seams {
    final Simulation simulation;
    final SimulatedGraph graph;
    private final List<SimulatedGraph.Node> targets;
    private final int passes;
    private final boolean calm;
    private final StringBuilder text = new StringBuilder();
    private final List<ChunkPool> pools = new ArrayList<>();
    private int threadsLeft = Integer.MAX_VALUE;
    private final AssertionError death = new AssertionError("the tap is broken");
    private long dyingAt = Long.MAX_VALUE;
    private boolean refused;

    SimulatedRun(Simulation simulation) {
        this.simulation = simulation;
        this.graph = new SimulatedGraph(simulation);
        this.targets = graph.targets();
        this.calm = simulation.below(2) == 0;
        // After a failure the publisher may still publish for that pass when the next one is read.
        boolean starved = simulation.below(40) == 0;
        if (starved) {
            threadsLeft = simulation.below(8);
        }
        this.passes = !starved && graph.live && calm && !graph.ends() && simulation.below(2) == 0 ? 2 : 1;
    }

    @Override
    public Parking parking() {
        return simulation;
    }

    @Override
    public Feed feed(StagePlan plan, Feed feed) {
        return feed;
    }

    @Override
    public ChunkPool pool(StreamSettings settings, String runId) {
        ChunkPool pool = Seams.super.pool(settings, runId);
        pools.add(pool);
        return pool;
    }

    /// What the worker dies of that shows a tap a chunk is carried by no slot.
    @Override
    public void offer(CopyingTap tap, Chunk chunk) {
        simulation.meanwhile();
        if (chunk.number() >= dyingAt) {
            throw death;
        }
        tap.offer(chunk);
    }

    private boolean isDying() {
        return dyingAt != Long.MAX_VALUE;
    }

    /// Runs it to its end.
    ///
    /// @throws AssertionError if it does not give what it must
    void run() {
        simulation.run(this::passes);
    }

    private void passes() {
        Thread publisher = graph.live ? simulation.start("publisher", this::publishAll) : null;
        for (int pass = 0; pass < passes; pass++) {
            onePass();
        }
        if (publisher != null) {
            simulation.join(publisher);
            assertTrue(!refused || !calm || graph.ends() || isStarved() || isDying(), "the publisher was refused");
        } else {
            assertEquals(graph.source.opened, graph.source.closed, "sources that were closed");
        }
        pools.forEach(pool -> assertEquals(0, pool.reservedBytes(), "bytes that are left"));
    }

    private StreamSettings settings() {
        int stages = graph.stages();
        return StreamSettings.defaults()
                .withWorkers(1 + simulation.below(3))
                .withChunkRecords(8)
                .withMemoryBudget(stages * 8L * 4096 * (2 + simulation.below(4)))
                .withWaitPolicy(WaitPolicy.values()[simulation.below(3)])
                .withSilences(SilencePolicy.values()[simulation.below(3)])
                .withFailurePolicy(graph.policy);
    }

    private void onePass() {
        StreamSettings drawn = settings();
        boolean inTurn = targets.size() > 1 && simulation.below(4) == 0;
        StreamSettings settings = drawn.withUnreadPatience(Duration.ofMillis(inTurn ? 20 : 100_000));
        if (simulation.below(8) == 0) {
            settings = settings.withWatchdog(Duration.ofSeconds(20), simulation.below(2) == 0);
        }
        text.append(settings.workers()).append(" workers, ").append(settings.waitPolicy());
        List<PipelineStream> streams;
        try {
            streams = start(settings);
        } catch (OutOfMemoryError refusal) {
            assertTrue(isStarved(), "threads were refused");
            return;
        }
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            readings.add(new Reading(streams.get(i), targets.get(i)));
        }
        List<Thread> threads = new ArrayList<>();
        if (inTurn) {
            threads.add(simulation.start("reader", () -> inTurn(readings)));
        } else {
            readings.forEach(reading -> threads.add(simulation.start("reader-" + reading.node.name(), reading::all)));
        }
        if (!calm) {
            disturb(streams, readings, threads);
        }
        threads.forEach(simulation::join);
        streams.forEach(PipelineStream::close);
        readings.forEach(Reading::check);
        streams.forEach(stream -> assertEquals(0, stream.reservedBytes(), "bytes that are left"));
    }

    private List<PipelineStream> start(StreamSettings settings) {
        boolean tapped = !graph.dropping && simulation.below(6) == 0;
        CopyingTap tap = new CopyingTap(targets.getFirst().name(), 1 + simulation.below(2));
        if (tapped && passes == 1 && simulation.below(3) == 0) {
            dyingAt = simulation.below(4);
        }
        List<PipelineStream> streams = PipelineStream.start(
                graph.plan(targets),
                settings,
                tapped ? List.of(tap) : List.of(),
                SimulatedPools.of(this::thread),
                this,
                stream -> {});
        if (tapped) {
            simulation.start("tap", () -> look(tap, targets.getFirst()));
        }
        return streams;
    }

    private Thread thread(Runnable work) {
        if (threadsLeft-- <= 0) {
            throw new OutOfMemoryError("simulated: no thread is left");
        }
        return simulation.thread("?", work);
    }

    private boolean isStarved() {
        return threadsLeft < 0;
    }

    /// Looks at a few chunks that pass a tap, and closes it.
    private void look(CopyingTap tap, SimulatedGraph.Node node) {
        int looks = simulation.below(6);
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < looks; i++) {
                pass(simulation.below(10));
                tap.poll(arena).ifPresent(chunk -> {
                    SimulatedRows seen = new SimulatedRows();
                    seen.add(chunk, simulation);
                    assertTrue(node.rows().rows.containsAll(seen.rows), () -> "the tap shows " + seen.rows);
                });
            }
        }
        tap.close();
    }

    private void disturb(List<PipelineStream> streams, List<Reading> readings, List<Thread> threads) {
        List<Thread> readers = List.copyOf(threads);
        int closers = Math.max(0, simulation.below(5) - 2);
        for (int i = 0; i < closers; i++) {
            int first = simulation.below(streams.size());
            int beyond = first + 1 + simulation.below(streams.size() - first);
            readings.subList(first, beyond).forEach(reading -> reading.disturbed = true);
            int after = simulation.below(60);
            threads.add(simulation.start("closer", () -> {
                pass(after);
                streams.subList(first, beyond).forEach(PipelineStream::close);
            }));
        }
        if (simulation.below(3) == 0) {
            threads.add(simulation.start("interrupter", () -> {
                for (int i = 0; i < 4; i++) {
                    pass(simulation.below(20));
                    readers.get(simulation.below(readers.size())).interrupt();
                }
            }));
        }
    }

    private static void pass(int turns) {
        for (int i = 0; i < turns; i++) {
            Thread.yield();
        }
    }

    /// A thread that reads each stream for a chunk, in turn, until all have ended.
    private void inTurn(List<Reading> readings) {
        boolean any = true;
        while (any) {
            any = false;
            for (Reading reading : readings) {
                any |= reading.one();
            }
        }
    }

    void publishAll() {
        for (int pass = 0; pass < passes; pass++) {
            try {
                publish();
            } catch (IllegalStateException unread) {
                refused = true;
            } finally {
                finish();
            }
        }
    }

    void finish() {
        graph.input.finish();
    }

    private void publish() {
        for (int chunk = 0; chunk < graph.counts.length; chunk++) {
            long start = chunk * SimulatedSource.CHUNK_NS;
            long end = start + SimulatedSource.CHUNK_NS;
            if (graph.lost[chunk]) {
                graph.input.lost(start, end, "simulated");
                continue;
            }
            Records records = graph.input.claim(graph.counts[chunk]);
            for (int i = 0; i < graph.counts[chunk]; i++) {
                Pulses.TIME.set(records, i, SimulatedSource.time(chunk, i));
                simulation.meanwhile();
                Pulses.VALUE.set(records, i, SimulatedSource.value(chunk, i));
            }
            graph.input.publish(start, end);
        }
    }

    /// One stream, as far as it is read.
    private final class Reading {
        private final PipelineStream stream;
        private final SimulatedGraph.Node node;
        private final int most;
        private final SimulatedRows got = new SimulatedRows();
        private final Continuity continuity = new Continuity();
        private Iterator<Chunk> chunks;
        private int taken;
        private boolean disturbed;
        private boolean over;
        private boolean closed;
        private boolean died;
        private RuntimeException failure;

        Reading(PipelineStream stream, SimulatedGraph.Node node) {
            this.stream = stream;
            this.node = node;
            this.most = !calm && simulation.below(3) == 0 ? simulation.below(5) : Integer.MAX_VALUE;
        }

        void all() {
            while (one()) {
                simulation.meanwhile();
            }
        }

        /// Reads a chunk; false if there is no more to read.
        boolean one() {
            if (over) {
                return false;
            }
            if (chunks == null) {
                chunks = stream.iterator();
            }
            try {
                over = taken == most || !chunks.hasNext();
                if (!over) {
                    taken++;
                    Chunk chunk = chunks.next();
                    continuity.accept(chunk);
                    got.add(chunk, simulation);
                }
            } catch (InterruptedWaitException interrupted) {
                Thread.interrupted();
            } catch (UnreadStreamException unread) {
                // Another one is read first.
                return true;
            } catch (PipelineException failed) {
                failure = failed;
                over = true;
            } catch (IllegalStateException refusal) {
                died = isDying() && refusal.getCause() == death;
                if (!disturbed && !died) {
                    throw refusal;
                }
                closed = true;
                over = true;
            }
            if (over && (taken == most || simulation.below(2) == 0)) {
                stream.close();
            }
            return !over;
        }

        void check() {
            List<SimulatedRows.Row> expected = node.rows().without(got.losses);
            assertTrue(over, "read to its end");
            RunState state = stream.summary().state();
            if (!disturbed) {
                RunState end = taken == most ? RunState.CLOSED : RunState.COMPLETED;
                assertEquals(failure != null || died ? RunState.FAILED : end, state, "how the stream ended");
            } else {
                assertTrue(state != RunState.RUNNING, "the stream has ended");
            }
            if (taken == most || closed || failure != null || disturbed) {
                assertTrue(got.isPrefixOf(expected), () -> node.name() + " gave " + got.rows + " of " + expected);
            }
            if (failure != null) {
                assertTrue(graph.fails(node), () -> "" + failure);
                assertTrue(failure.getMessage().contains(graph.failedName()), failure.getMessage());
                if (graph.isExact(node)) {
                    assertEquals(node.rows().before(graph.failedFrom()), got.rows, "before the failure");
                }
            } else if (taken != most && !closed) {
                assertTrue(!graph.fails(node), "a failure is reported");
                assertEquals(
                        expected,
                        got.rows,
                        () -> node.name() + ", " + taken + " chunks, " + state + (disturbed ? ", disturbed, " : ", ")
                                + got.losses);
            }
        }
    }

    @Override
    public String toString() {
        return graph + "\n  targets "
                + targets.stream().map(SimulatedGraph.Node::outlet).toList() + ", " + passes + " passes, " + text;
    }
}
