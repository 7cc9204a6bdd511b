package dev.sluice.context;

import dev.sluice.analysis.JoinedTypes;
import dev.sluice.chunk.Selection;
import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.ExecutorPool;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.internal.run.PipelineStream;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.KeepPolicy;
import dev.sluice.plugin.Plugin;
import dev.sluice.stream.Overflow;
import dev.sluice.stream.SilencePolicy;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.Tap;
import dev.sluice.stream.WaitPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What the streams of one run are computed with: how many workers, how large the chunks, how much memory, what is let
/// through and what is kept.
///
/// Set up by one thread. What is set is what the next pass runs with, not those that have begun; how it is computed
/// changes nothing in the results.
abstract sealed class StreamingSettings permits StreamingContext {
    private final Context context;
    private final String runId;
    final PluginRules rules;
    private final StreamSelection selection = new StreamSelection();
    private final Set<String> kept = new HashSet<>();
    private final List<CopyingTap> taps = new ArrayList<>();
    private StreamSettings settings;
    private Overflow overflow = Overflow.BLOCK;

    StreamingSettings(Context context, String runId) {
        if (runId == null || runId.isBlank()) {
            throw new IllegalArgumentException("a run needs a name: runId=" + runId);
        }
        this.context = context;
        this.runId = runId;
        this.settings = StreamSettings.defaults().withMemory(context.memory());
        this.rules = new PluginRules(context.rules(), context.executors());
    }

    abstract StreamingContext self();

    /// Computes plugins that do not say otherwise on `count` threads; by default one per available processor.
    public StreamingContext workers(int count) {
        settings = settings.withWorkers(count);
        return self();
    }

    /// Asks for chunks of `count` records; 0, the default, lets the engine choose by bytes.
    public StreamingContext chunkRecords(long count) {
        settings = settings.withChunkRecords(count);
        return self();
    }

    /// Chooses the size of chunks by bytes of input, where no number of records is asked for; 0, the default, takes
    /// that of [dev.sluice.stream.ChunkSizeRule].
    public StreamingContext chunkBytes(long bytes) {
        settings = settings.withChunkBytes(bytes);
        return self();
    }

    /// Makes chunks and rings so small that a record waits no longer than `limit` where its stage computes 1 GB of
    /// input per second; zero, the default, lets only throughput count.
    ///
    /// It is a size, not a promise: the engine does not know beforehand how fast plugins are. Where a stage computes
    /// half as much per second, a record may wait twice as long: ask for half of the limit then, or for fewer records
    /// per chunk. Several stages one after the other add up.
    public StreamingContext latency(Duration limit) {
        settings = settings.withLatency(limit);
        return self();
    }

    /// Limits off-heap memory of each pass to `bytes`, that of its plugins included, shared with no other. By default,
    /// all passes share the limit of the [context][Context#memory(long)].
    public StreamingContext memory(long bytes) {
        settings = settings.withMemoryBudget(bytes);
        return self();
    }

    /// Chooses how threads wait for each other; balanced by default.
    public StreamingContext waiting(WaitPolicy policy) {
        settings = settings.withWaitPolicy(policy);
        return self();
    }

    /// Chooses what happens when a chunk cannot be read or computed; by default the run fails.
    public StreamingContext onError(FailurePolicy policy) {
        settings = settings.withFailurePolicy(policy);
        return self();
    }

    /// Computes plugins that are not put into another pool on threads of the pool `name`: with its number of workers,
    /// and its way to wait.
    ///
    /// @throws IllegalArgumentException if there is no such pool
    public StreamingContext pool(String name) {
        ExecutorPool pool = context.executors().pool(name);
        settings = settings.withWorkers(pool.workers()).withWaitPolicy(pool.waitPolicy());
        rules.pool(name);
        return self();
    }

    /// How the plugin that provides `dataType` is computed in this run, to be set.
    ///
    /// @throws IllegalArgumentException if no plugin provides it
    public PluginSettings plugin(String dataType) {
        context.plugin(dataType);
        return rules.of(dataType);
    }

    /// Lets only those records of every target through that fulfil `condition`, such as `charge > 100 && channel in
    /// (1, 2)`; all, if it is empty. Records are selected in the pass that computes them; chunks keep their intervals.
    /// What the streams of several targets have in common only: for one of them, see [#target(String)].
    public StreamingContext select(String condition) {
        selection.all().select(condition);
        return self();
    }

    /// Keeps the columns of these names, and those of times, of every target; all, if none is named.
    public StreamingContext columns(String... names) {
        selection.all().columns(names);
        return self();
    }

    /// Drops the columns of these names from every target; none, if none is named.
    public StreamingContext dropColumns(String... names) {
        selection.all().dropColumns(names);
        return self();
    }

    /// What is let through of one target, to be set: goes before what is set for all of them.
    ///
    /// @throws IllegalArgumentException if no plugin provides it
    public TargetSelection target(String dataType) {
        context.plugin(dataType);
        return selection.of(dataType);
    }

    /// Chooses which records belong to a range of time, where they straddle its bounds; by default those that start in
    /// it. Those that lie in it as a whole (strax: fully contained) are a part of them.
    ///
    /// Those that touch it may start before it: as it is not known how long records are, the run is computed from its
    /// start then, and the first chunk starts with the first record that reaches into the range, or with the range.
    public StreamingContext timeSelection(Selection atBounds) {
        return timeSelection(atBounds, Long.MAX_VALUE);
    }

    /// The same where no record is longer than `longest`, in the unit of time of the data: data are computed from so
    /// long before the range. A longer record that starts earlier is missed.
    public StreamingContext timeSelection(Selection atBounds, long longest) {
        Objects.requireNonNull(atBounds, "atBounds");
        if (longest < 0) {
            throw new IllegalArgumentException("longest=" + longest + " is negative; give the duration of a record");
        }
        selection.atBounds(atBounds, longest);
        return self();
    }

    /// Pins the source to the first of these CPUs and the workers to the others in turn; none, the default, pins
    /// nothing.
    public StreamingContext pinned(Integer... cpus) {
        settings = settings.withCpus(List.of(cpus));
        return self();
    }

    /// Chooses what happens where a stream's reader is slower than what it reads; by default that waits for it.
    /// Otherwise a buffer stands before each stream, so that one slow reader holds up neither the plugins nor the
    /// other readers.
    public StreamingContext overflow(Overflow policy) {
        overflow = Objects.requireNonNull(policy, "policy");
        return self();
    }

    /// A tap on `dataType` in the next pass, whose streams need not be of that type: looks at every `every`-th chunk,
    /// and never slows the pass.
    ///
    /// @throws IllegalArgumentException if `every` is not positive
    public Tap tap(String dataType, long every) {
        CopyingTap tap = new CopyingTap(dataType, every);
        taps.add(tap);
        return tap;
    }

    /// Reports a plugin, a source or a reader that spends more than `limit` on one chunk: in the log, in the warnings
    /// of the run, and with [stuck()][dev.sluice.stream.ChunkStream#stuck()]. Zero, the default, reports nothing.
    public StreamingContext watchdog(Duration limit) {
        return watchdog(limit, false);
    }

    /// The same, and where `fail` is set, a plugin or a source that is stuck fails the run; a slow reader never does.
    /// Workers then always have threads of their own: one that stood in for the reader's could not be failed.
    public StreamingContext watchdog(Duration limit, boolean fail) {
        settings = settings.withWatchdog(limit, fail);
        return self();
    }

    /// How long a reader waits for a pass that is held up by a stream that no thread reads, before it throws
    /// [dev.sluice.stream.UnreadStreamException]; two seconds by default.
    public StreamingContext unreadPatience(Duration limit) {
        settings = settings.withUnreadPatience(limit);
        return self();
    }

    /// Chooses what stages do whose plugins declare a silence across which their results do not reach; by default they
    /// cut chunks there.
    public StreamingContext silences(SilencePolicy policy) {
        settings = settings.withSilences(policy);
        return self();
    }

    /// Keeps these types of data in the stores of the context where they are computed on the way to a target of a
    /// whole run, besides those that their plugins [say][dev.sluice.plugin.PluginSpec#keep].
    ///
    /// Of what is computed from a live input, only what is named here is kept, and only where nothing of the run is
    /// stored yet: every acquisition has a run id of its own.
    ///
    /// They are found when the last stream of the pass is closed, if a target that needs them was read to its end. Of
    /// a run that failed or was left early, a store that can keeps what is complete, and the next run that keeps the
    /// same goes on from there before it gives its first chunk; other stores give it up. Given up is what was computed
    /// in a run in which chunks were [skipped][FailurePolicy#SKIP]: another run may do better. Losses of what was
    /// recorded are part of the data and are kept; under the policy SKIP nothing is kept in which something was lost,
    /// as it may have been left out.
    ///
    /// @throws IllegalArgumentException if one is not provided, or its plugin says that it is never kept
    public StreamingContext keep(String... dataTypes) {
        for (String dataType : dataTypes) {
            Plugin plugin = context.plugin(dataType);
            if (plugin.spec().keepPolicy(dataType).equals(Optional.of(KeepPolicy.NEVER))) {
                throw new IllegalArgumentException(
                        plugin.name() + " says that " + dataType + " is never kept; name another type of data");
            }
            kept.add(dataType);
        }
        return self();
    }

    /// The run.
    String runId() {
        return runId;
    }

    /// How stages run.
    StreamSettings settings() {
        return settings;
    }

    /// What happens where a reader is slower than what it reads.
    Overflow overflow() {
        return overflow;
    }

    /// A pass that gives `targets` as they are set now.
    ///
    /// @throws IllegalArgumentException if something needed is not provided, or does not fit
    StreamedRun pass(List<String> targets, TimeRange range) {
        return new StreamedRun(context, runId, rules, selection, targets, range);
    }

    /// A pass that gives rows of all `joined` types of data as one stream.
    ///
    /// @throws IllegalArgumentException if something needed is not provided, or does not fit
    StreamedRun pass(JoinedTypes joined, TimeRange range) {
        return new StreamedRun(context, runId, rules, selection, joined, range);
    }

    /// What an interrupted run left of what `pass` is to keep. Nothing is gone on with where failures may leave
    /// something out.
    List<InterruptedData> interrupted(StreamedRun pass) {
        return settings.failurePolicy() == FailurePolicy.SKIP ? List.of() : pass.interrupted(kept);
    }

    /// Starts a pass over the run or part of it, without any selection or tap, which keeps that type of data.
    List<PipelineStream> startPart(String dataType, TimeRange range) {
        StreamSelection everything = new StreamSelection();
        return new StreamedRun(context, runId, rules, everything, List.of(dataType), range)
                .start(settings, overflow, List.of(), Set.of(dataType), context.executors(), context::closed);
    }

    /// Starts `pass` with what is set. The taps that were asked for are on this pass, and on no other.
    ///
    /// @throws dev.sluice.stream.PipelineException if a source cannot be opened
    List<PipelineStream> start(StreamedRun pass) {
        List<PipelineStream> streams =
                pass.start(settings, overflow, List.copyOf(taps), kept, context.executors(), context::closed);
        taps.clear();
        return streams;
    }
}
