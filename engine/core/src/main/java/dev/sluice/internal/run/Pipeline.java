package dev.sluice.internal.run;

import dev.sluice.chunk.ChunkPool;
import dev.sluice.executor.ExecutorManager;
import dev.sluice.executor.ExecutorPool;
import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.plan.StageShapes;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.internal.ring.Failures;
import dev.sluice.internal.ring.LastOut;
import dev.sluice.internal.ring.Parking;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.RunCounters;
import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.WaitPoint;
import dev.sluice.internal.ring.Watched;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.PipelineStatistics;
import dev.sluice.stream.StageShape;
import dev.sluice.stream.StageStatistics;
import dev.sluice.stream.StallReport;
import dev.sluice.stream.StreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The stages of one pass over a run, running: threads, memory, and a cursor for every reader.
///
/// Started by one thread; it ends when its last reader has let go. Its memory is freed only when all its threads
/// have ended.
final class Pipeline {
    private static final System.Logger LOG = System.getLogger("dev.sluice.stream");

    private final PipelinePlan plan;
    private final ChunkPool pool;
    private final RunStatus status = new RunStatus();
    private final List<Stage> stages = new ArrayList<>();
    private final Seams seams;
    private final LastOut memory = new LastOut(this::free);
    private final PipelineFeeds feeds;
    private final List<RingReader> targets = new ArrayList<>();
    private final AtomicInteger reading;
    private final AtomicInteger open;
    private final StreamSettings settings;
    private Watchdog watchdog;
    private StageTask watching;
    private volatile Thread closing;
    private Failures whileClosing;

    private Pipeline(PipelinePlan plan, StreamSettings settings, Seams seams) {
        this.plan = plan;
        this.settings = settings;
        this.seams = seams;
        this.pool = seams.pool(settings, plan.runId());
        this.feeds = new PipelineFeeds(plan, settings, pool, status, seams);
        status.memory(pool::arena);
        status.onDeath(this::wakeAll);
        this.reading = new AtomicInteger(plan.targets().size());
        this.open = new AtomicInteger(plan.targets().size());
    }

    /// Opens the sources and starts the threads.
    ///
    /// @throws PipelineException if a source cannot be opened
    static Pipeline start(
            PipelinePlan plan, StreamSettings settings, List<CopyingTap> taps, ExecutorManager executors, Seams seams) {
        Pipeline pipeline = new Pipeline(plan, settings, seams);
        try {
            pipeline.build(executors);
            taps.forEach(tap -> pipeline.attach(tap, plan.outlet(tap.dataType())));
            pipeline.watch(executors);
            pipeline.stages.forEach(stage -> stage.tasks().forEach(StageTask::start));
            pipeline.stages.forEach(Stage::connect);
            return pipeline;
        } catch (Throwable refused) {
            pipeline.abandon(refused);
            throw refused;
        }
    }

    private void build(ExecutorManager executors) {
        List<StageShape> shapes = StageShapes.of(plan, settings);
        for (int i = 0; i < shapes.size(); i++) {
            StagePlan stage = plan.stages().get(i);
            int places = shapes.get(i).slots();
            stages.add(new Stage(stage, waiting(stage, executors), places, pool, status, seams));
        }
        feeds.open(stages);
        for (OutputRef target : plan.targets()) {
            targets.add(stages.get(target.stage())
                    .reader(target.output(), new WaitPoint(settings.waitPolicy(), seams.parking())));
        }
        int threads = 0;
        for (int i = 0; i < stages.size(); i++) {
            stages.get(i).build(feeds.get(i), settings, threads, executors, memory, mayComputeWhereRead(i));
            threads += stages.get(i).tasks().size();
        }
    }

    /// Not where a hang is to fail the run: a reader that hangs itself could not be failed.
    private boolean mayComputeWhereRead(int stage) {
        if (settings.isFailingWhenStuck()) {
            return false;
        }
        boolean feeds = plan.stages().stream()
                .flatMap(other -> other.inputs().stream())
                .anyMatch(input -> input.stage() == stage);
        return !feeds
                && plan.targets().stream()
                                .filter(target -> target.stage() == stage)
                                .count()
                        == 1;
    }

    /// Lets a tap look at what leaves an outlet.
    void attach(CopyingTap tap, OutputRef outlet) {
        Stage stage = stages.get(outlet.stage());
        tap.attach(pool, stage.plan().product(outlet.output()).type(), stage.taps()::remove);
        stage.taps().add(tap, outlet.output());
    }

    private void watch(ExecutorManager executors) {
        if (settings.watchdog().isZero()) {
            return;
        }
        List<Watched> watched = new ArrayList<>();
        stages.forEach(stage -> watched.addAll(stage.watched()));
        watched.addAll(targets);
        watchdog = new Watchdog(plan.runId(), settings, watched, this::ofStages, status, seams.parking());
        String name = "sluice-watchdog-" + plan.runId();
        ExecutorPool threads = executors.pool(null, ExecutorType.THREAD);
        watching = new StageTask(threads, name, watchdog, () -> 0, false, status::died, memory, seams.parking());
        watching.start();
    }

    /// What the watchdog finds stuck now.
    List<StallReport> stuck() {
        return watchdog == null ? List.of() : watchdog.stuck();
    }

    PipelineStatistics statistics() {
        return new PipelineStatistics(ofStages(), status.counters().dropped(), pool.reservedBytes());
    }

    private List<StageStatistics> ofStages() {
        return stages.stream().map(Stage::statistics).toList();
    }

    StreamSettings settings() {
        return settings;
    }

    PipelineFeeds feeds() {
        return feeds;
    }

    Seams seams() {
        return seams;
    }

    /// A thread died: no other is to wait for it.
    private void wakeAll() {
        stages.forEach(Stage::wakeAll);
    }

    /// A pool that a stage was put into says how its threads wait for each other.
    private StreamSettings waiting(StagePlan stage, ExecutorManager executors) {
        String pool = stage.pool();
        return pool == null
                ? settings
                : settings.withWaitPolicy(executors.pool(pool).waitPolicy());
    }

    /// Undoes what was begun; what fails in doing so is added to the reason.
    private void abandon(Throwable refused) {
        close(new Failures(refused));
    }

    PipelinePlan plan() {
        return plan;
    }

    RingReader target(int index) {
        return targets.get(index);
    }

    RunCounters counters() {
        return status.counters();
    }

    long reservedBytes() {
        return pool.reservedBytes();
    }

    /// What kept a worker from being ready; null if all were.
    PipelineException unprepared() {
        return status.unprepared();
    }

    void warn(String sentence) {
        status.notes().warn(sentence);
    }

    /// What was found doubtful so far.
    List<String> warnings() {
        return status.notes().warnings();
    }

    /// What plugins counted so far.
    List<String> notes() {
        return status.notes().sentences();
    }

    long skipped() {
        return status.skipped();
    }

    /// One reader has come to its end, or lets go before: with the last one the threads are let go.
    void readToEnd() {
        if (reading.decrementAndGet() == 0) {
            finish();
        }
    }

    private void finish() {
        status.halt();
        seams.parking().step(Parking.Point.HALTED);
        stages.forEach(Stage::finish);
        if (watching != null) {
            watching.unpark();
        }
    }

    /// One reader needs the pipeline no more; with the last one it is closed.
    ///
    /// @throws IllegalStateException if a thread does not stop: with its stack; it frees the memory when it ends
    void release() {
        if (open.decrementAndGet() == 0) {
            close();
        }
    }

    private void close() {
        Failures failures = new Failures();
        close(failures);
        failures.throwFirst();
    }

    private void close(Failures failures) {
        if (closing != null) {
            return;
        }
        whileClosing = failures;
        closing = Thread.currentThread();
        finish();
        join(failures);
        seams.parking().step(Parking.Point.JOINED);
        memory.leave();
    }

    /// No thread uses the memory any more. The thread that closes the pass frees it, unless another was late.
    private void free() {
        boolean late = Thread.currentThread() != closing;
        Failures failures = late ? new Failures() : whileClosing;
        feeds.close(failures);
        failures.add(status.closingFailure());
        stages.forEach(stage -> stage.release(failures));
        failures.attempt(pool::close);
        if (late && failures.first() != null) {
            warn("the pass was closed late, and not well: " + failures.first());
            LOG.log(
                    System.Logger.Level.WARNING,
                    "run " + plan.runId() + " was closed late, and not well",
                    failures.first());
        }
    }

    /// Waits for whatever uses the memory, and reports what is late.
    private void join(Failures failures) {
        ThreadJoin join = new ThreadJoin(plan.runId(), seams.closePatience(), seams.parking());
        for (Stage stage : stages) {
            stage.tasks().forEach(thread -> failures.attempt(() -> join.await(thread)));
            failures.attempt(() -> stage.awaitLetGo(join.deadline(), memory));
            failures.attempt(() -> stage.awaitReader(join.deadline(), memory));
        }
        if (watching != null) {
            failures.attempt(() -> join.await(watching));
        }
        join.restoreInterrupt();
    }
}
