package dev.sluice.internal.run;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Failures;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.StageState;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.StreamSettings;

/// The plugins of a stage as one worker calls them, slot after slot. Confined to its worker, or to the reader that
/// stands in for it.
///
/// A slot whose plugin fails carries the failure, or is empty and lost, as the policy says.
final class PluginCalls {
    private final StagePlan plan;
    private final StageState state;
    private final FailurePolicy policy;
    private final boolean checksInput;
    private final PluginCall[] calls;
    private final OrderedWork ordered;
    private final boolean takesTurns;
    private Throwable unprepared;
    private boolean inReader;
    private int output;

    /// @param checksInput whether what comes in is checked here, and not before it is published
    /// @param ordered     what workers do one after the other; null where nothing is
    /// @param workers     how many workers share that
    PluginCalls(
            StagePlan plan,
            StageState state,
            StreamSettings settings,
            boolean checksInput,
            OrderedWork ordered,
            int workers) {
        this.plan = plan;
        this.state = state;
        this.policy = settings.failurePolicy();
        this.checksInput = checksInput;
        this.calls = new PluginCall[plan.steps().size()];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = call(i, settings, ordered);
        }
        this.ordered = ordered;
        this.takesTurns = ordered != null && workers > 1;
        if (takesTurns) {
            ordered.join(() -> call(0, settings, ordered));
        }
    }

    private PluginCall call(int index, StreamSettings settings, OrderedWork inOrder) {
        return new PluginCall(
                plan,
                index,
                settings.chunkRecords(plan.type(plan.firstOutput(index)).size()),
                policy,
                state.run().notes(),
                state.run().memory(),
                inOrder);
    }

    /// The output that is computed now.
    int output() {
        return output;
    }

    /// Does `before`, and prepares the plugins, on the thread that computes; what fails is reported with every slot.
    void prepare(Runnable before) {
        try {
            before.run();
            for (PluginCall call : calls) {
                output = call.output();
                call.prepare();
            }
        } catch (Throwable failure) {
            unprepared = failure;
            state.run().unprepared(plan.failure(output, 0, null, failure));
        }
    }

    /// Whether any thread may compute what was prepared, and compute a chunk again that it was interrupted at.
    boolean mayMove() {
        if (unprepared != null || plan.demand().stateful()) {
            return false;
        }
        for (PluginCall call : calls) {
            if (call.isBoundToThread()) {
                return false;
            }
        }
        return true;
    }

    /// Computes slot `claimed` on the thread of a reader. False if that thread was interrupted meanwhile: the slot is
    /// as if nothing was computed.
    boolean computeInReader(long claimed, Slot slot) {
        inReader = true;
        try {
            return compute(claimed, slot);
        } finally {
            inReader = false;
        }
    }

    /// Computes slot `claimed`, which carries a failure afterwards if one ends the run; true, but for
    /// [#computeInReader].
    ///
    /// What a source gives is checked after the plugins, whose kernels have brought its headers into the cache by
    /// then: a pass in front of them would wait for memory once per record. What a plugin made of an unlawful input
    /// is thrown away, but not what it remembers: those that remember something come after a stage that has checked.
    boolean compute(long claimed, Slot slot) {
        try {
            if (unprepared != null) {
                throw unprepared;
            }
            boolean skipped = false;
            for (int i = 0; i < calls.length; i++) {
                output = calls[i].output();
                skipped |=
                        i == 0 && takesTurns && slot.turn() >= 0 ? computeInTurn(slot) : computeOrSkip(calls[i], slot);
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
            report(claimed, slot, failure);
        }
        return true;
    }

    /// Whether the failure may come of an interrupt that was meant for the reader, which computes.
    private boolean isOfReader(Throwable failure) {
        return inReader && (Thread.currentThread().isInterrupted() || Failures.isInterrupt(failure));
    }

    /// Calls the first plugin for what goes on in order, once all such slots before are computed.
    private boolean computeInTurn(Slot slot) throws Exception {
        PluginCall call = ordered.begin(slot);
        try {
            return computeOrSkip(call, slot);
        } finally {
            ordered.end(slot);
        }
    }

    /// Calls one plugin; with the policy SKIP one that fails gives empty chunks, whose interval is lost, and the
    /// others go on. True if it was skipped.
    private boolean computeOrSkip(PluginCall call, Slot slot) throws Exception {
        try {
            call.compute(slot);
            return false;
        } catch (Exception failure) {
            if (policy != FailurePolicy.SKIP || isOfReader(failure) || breachOfInput(slot) != null) {
                throw failure;
            }
            call.skip(told(slot, call.output(), failure).getMessage());
            return true;
        }
    }

    /// Whatever happens while a failure is reported, the slot carries one: a worker that died here would hang the run.
    private void report(long claimed, Slot slot, Throwable failure) {
        try {
            ChunkLawException breach = unprepared == null ? breachOfInput(slot) : null;
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

    /// A plugin may fail because its input is unlawful; then the source is to be named. Null if it is not, or is
    /// checked elsewhere.
    private ChunkLawException breachOfInput(Slot slot) {
        try {
            if (checksInput) {
                slot.window(0).check();
            }
            return null;
        } catch (ChunkLawException breach) {
            return breach;
        } catch (Throwable unreadable) {
            // The memory of the input is gone: the failure of the plugin says so itself.
            return null;
        }
    }

    private PipelineException told(Slot slot, int ofOutput, Throwable cause) {
        Throwable explained = state.run().explained(cause);
        return plan.failure(ofOutput, slot.number(), new TimeRange(slot.start(), slot.end()), explained);
    }

    private void fail(long claimed, Slot slot, Throwable failure) {
        slot.fail(failure);
        state.stopAfter(claimed);
    }

    /// Closes what the plugins made; on the thread that prepared it.
    void close() {
        for (PluginCall call : calls) {
            close(call.output(), call::close);
        }
        if (takesTurns) {
            close(calls[0].output(), ordered::leave);
        }
    }

    private void close(int ofOutput, Closing closing) {
        try {
            closing.close();
        } catch (Throwable failure) {
            state.run()
                    .closingFailed(new IllegalStateException(
                            plan.pluginName(ofOutput) + " failed to close in run " + plan.runId() + ": " + failure,
                            failure));
        }
    }

    private interface Closing {
        void close() throws Exception;
    }
}
