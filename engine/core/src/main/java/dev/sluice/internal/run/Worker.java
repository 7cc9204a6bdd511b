package dev.sluice.internal.run;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.CpuPinning;
import dev.sluice.executor.Parking;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Failures;
import dev.sluice.internal.ring.RingReaders;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.SlotRing;
import dev.sluice.internal.ring.StageState;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.StageSettings;
import java.util.concurrent.atomic.AtomicLong;

/// One thread of the ordered pool: claims a slot, computes in it, goes on.
///
/// Its sequence is one below the slot it works on, so that the minimum over the workers is the last slot before
/// which all are done: readers that wait on that minimum see the slots in order although they are computed out of
/// order.
final class Worker implements Runnable {
    private final StagePlan plan;
    private final SlotRing ring;
    private final RingReaders readers;
    private final int index;
    private final StageState state;
    private final FailurePolicy policy;
    private final int cpu;
    private final PluginCall[] steps;
    private final TapPoints taps;
    private final StageCounters counters;
    private final AtomicLong idleNanos = new AtomicLong();
    private final AtomicLong chunks = new AtomicLong();
    private int unpreparedOutput;
    private final InlineWorker inline;
    private boolean checksInput;
    private boolean inReader;
    private int output;

    Worker(
            StagePlan plan,
            SlotRing ring,
            RingReaders readers,
            int index,
            StageState state,
            TapPoints taps,
            StageSettings settings,
            int cpu,
            InlineWorker inline) {
        this.plan = plan;
        this.ring = ring;
        this.readers = readers;
        this.index = index;
        this.state = state;
        this.taps = taps;
        this.counters = new StageCounters(plan);
        this.policy = settings.failurePolicy();
        this.inline = inline;
        // Where a reader stands in, what comes in is checked before it is published.
        this.checksInput = plan.hasSource() && inline == null;
        this.cpu = cpu;
        this.steps = new PluginCall[plan.steps().size()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = new PluginCall(
                    plan,
                    i,
                    settings.chunkRecords(plan.type(plan.firstOutput(i)).size()),
                    policy,
                    state.run().notes(),
                    state.run().memory());
        }
    }

    /// How many chunks it computed; may be asked by any thread.
    AtomicLong chunks() {
        return chunks;
    }

    @Override
    public void run() {
        try {
            Throwable unprepared = prepare();
            if (inline == null || inline.awaitTurn(unprepared == null && mayBeReplaced())) {
                if (inline != null) {
                    // Up to here a reader has computed.
                    ring.claimAfter(sequence());
                }
                work(unprepared);
            }
        } catch (Throwable unexpected) {
            state.run().died(unexpected);
        } finally {
            close();
        }
    }

    /// Whether any thread may compute what was prepared, and compute a chunk again that it was interrupted at.
    private boolean mayBeReplaced() {
        if (plan.demand().stateful()) {
            return false;
        }
        for (PluginCall step : steps) {
            if (step.isBoundToThread()) {
                return false;
            }
        }
        return true;
    }

    /// Computes the next slot, which is published, on the calling thread, which stands in for the thread of the
    /// worker. False if that thread was interrupted meanwhile: the slot is as if nothing was computed.
    boolean computeHere(long published) {
        boolean done = true;
        inReader = true;
        try {
            done = computeSlot(published, null);
        } finally {
            inReader = false;
            if (done) {
                // Also where it died of something: no slot is computed twice.
                ring.done(index, published);
            }
        }
        return done;
    }

    /// The last slot that it is done with.
    long sequence() {
        return ring.doneBy(index);
    }

    /// The output that it computes.
    int output() {
        return output;
    }

    /// What it has computed.
    StageCounters counters() {
        return counters;
    }

    /// How long it had nothing to do.
    long idleNanos() {
        return idleNanos.getAcquire();
    }

    private Throwable prepare() {
        try {
            if (cpu >= 0) {
                CpuPinning.pinCurrentThread(cpu);
            }
            for (PluginCall step : steps) {
                output = step.output();
                step.prepare();
            }
            return null;
        } catch (Throwable failure) {
            unpreparedOutput = output;
            state.run().unprepared(plan.failure(output, 0, null, failure));
            return failure;
        }
    }

    /// Until the ring is halted.
    private void work(Throwable unprepared) {
        while (true) {
            long claimed = ring.claim(index);
            // After the claim: it may be what lets the minimum pass the slots that others have computed.
            readers.moved();
            if (!await(claimed)) {
                return;
            }
            computeSlot(claimed, unprepared);
            ring.done(index, claimed);
        }
    }

    /// False if a reader that computes was interrupted meanwhile.
    private boolean computeSlot(long claimed, Throwable unprepared) {
        Slot slot = ring.slot(claimed);
        if (!slot.isLast() && slot.failure() == null && state.isWanted(claimed)) {
            if (!compute(claimed, slot, unprepared)) {
                return false;
            }
            chunks.lazySet(chunks.getPlain() + 1);
            counters.count(slot);
            taps.offer(slot);
        }
        return true;
    }

    private boolean await(long claimed) {
        if (ring.isPublished(claimed)) {
            return true;
        }
        readers.waiting().idle();
        ring.parking().step(Parking.Point.IDLE);
        long began = System.nanoTime();
        boolean published = ring.awaitPublished(claimed);
        idleNanos.setRelease(idleNanos.getPlain() + System.nanoTime() - began);
        return published;
    }

    /// What a source gives is checked after the plugins, whose kernels have brought its headers into the cache by
    /// then: a pass in front of them would wait for memory once per record. What a plugin made of an unlawful input
    /// is thrown away, but not what it remembers: those that remember something come after a stage that has checked.
    private boolean compute(long claimed, Slot slot, Throwable unprepared) {
        output = unpreparedOutput;
        try {
            if (unprepared != null) {
                throw unprepared;
            }
            boolean skipped = false;
            for (PluginCall step : steps) {
                output = step.output();
                skipped |= computeOrSkip(step, slot);
            }
            if (checksInput) {
                output = 0;
                slot.window(0).check();
            }
            if (inReader && Thread.currentThread().isInterrupted()) {
                return false;
            }
            if (skipped && state.isWanted(claimed)) {
                state.run().countSkipped();
            }
        } catch (Throwable failure) {
            if (isOfReader(failure)) {
                return false;
            }
            report(claimed, slot, output, failure, unprepared != null);
        }
        return true;
    }

    /// Whether the failure may come of an interrupt that was meant for the reader, which computes.
    private boolean isOfReader(Throwable failure) {
        return inReader && (Thread.currentThread().isInterrupted() || Failures.isInterrupt(failure));
    }

    /// Computes one step; with the policy SKIP a step that fails gives empty chunks, whose interval is lost, and the
    /// others go on. True if it was skipped.
    private boolean computeOrSkip(PluginCall step, Slot slot) throws Exception {
        try {
            step.compute(slot);
            return false;
        } catch (Exception failure) {
            if (policy != FailurePolicy.SKIP || isOfReader(failure) || checksInput && breachOfInput(slot) != null) {
                throw failure;
            }
            step.skip(told(slot, step.output(), failure).getMessage());
            return true;
        }
    }

    /// Whatever happens while a failure is reported, the slot carries one: a worker that died here would hang the run.
    private void report(long claimed, Slot slot, int output, Throwable failure, boolean unprepared) {
        try {
            boolean ofInput = !unprepared && checksInput;
            ChunkLawException breach = ofInput ? breachOfInput(slot) : null;
            if (breach != null && policy == FailurePolicy.SKIP && state.isWanted(claimed)) {
                slot.skip(
                        new Loss(slot.start(), slot.end(), told(slot, 0, breach).getMessage()));
                state.run().countSkipped();
                return;
            }
            fail(claimed, slot, breach == null ? told(slot, output, failure) : told(slot, 0, breach));
        } catch (Throwable untellable) {
            fail(claimed, slot, failure);
        }
    }

    /// A plugin may fail because its input is unlawful; then the source is to be named.
    private static ChunkLawException breachOfInput(Slot slot) {
        try {
            slot.window(0).check();
            return null;
        } catch (ChunkLawException breach) {
            return breach;
        } catch (Throwable unreadable) {
            // The memory of the input is gone: the failure of the plugin says so itself.
            return null;
        }
    }

    private PipelineException told(Slot slot, int output, Throwable cause) {
        Throwable explained = state.run().explained(cause);
        return plan.failure(output, slot.number(), new TimeRange(slot.start(), slot.end()), explained);
    }

    private void fail(long claimed, Slot slot, Throwable failure) {
        slot.fail(failure);
        state.stopAfter(claimed);
    }

    /// Closes what the plugins made; on the thread that prepared it.
    private void close() {
        for (PluginCall step : steps) {
            try {
                step.close();
            } catch (Throwable failure) {
                state.run().closingFailed(unclosed(step, failure));
            }
        }
    }

    private RuntimeException unclosed(PluginCall step, Throwable failure) {
        return new IllegalStateException(
                plan.pluginName(step.output()) + " failed to close in run " + plan.runId() + ": " + failure, failure);
    }
}
