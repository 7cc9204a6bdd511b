package dev.sluice.internal.run;

import dev.sluice.executor.ExecutorManager;
import dev.sluice.executor.ExecutorPool;
import dev.sluice.executor.LastOut;
import dev.sluice.executor.StageTask;
import dev.sluice.internal.feed.Feed;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.stream.StageSettings;
import dev.sluice.stream.WaitPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The threads of a stage: the workers that compute, and the thread that fills the ring. Put together by one thread,
/// before any of them is started; then read by any.
final class StageCrew {
    private final Stage stage;
    private final StagePlan plan;
    private final StageSettings settings;
    private final int firstThread;
    private final LastOut memory;
    private final ExecutorPool computing;
    private final ExecutorPool feeding;
    private final List<Worker> workers = new ArrayList<>();
    private final List<StageTask> threads = new ArrayList<>();
    private final List<Watched> watched = new ArrayList<>();

    /// A crew, still empty, whose first thread is number `firstThread` of the run. The kind of thread that a source
    /// asks for is that of the one that reads.
    StageCrew(Stage stage, StageSettings settings, int firstThread, ExecutorManager executors, LastOut memory) {
        this.memory = memory;
        this.stage = stage;
        this.plan = stage.plan();
        this.settings = settings;
        this.firstThread = firstThread;
        ExecutorType asked = plan.demand().executor();
        this.computing = executors.pool(plan.pool(), plan.hasSource() ? ExecutorType.THREAD : asked);
        this.feeding = executors.pool(plan.readingPool(), plan.hasSource() ? asked : ExecutorType.THREAD);
    }

    /// The CPU that the thread of worker `index` is tied to; -1 for none.
    int cpuOfWorker(int index) {
        return cpu(computing, firstThread + index + 1);
    }

    /// The CPU that the thread that fills the ring is tied to; -1 for none.
    int cpuOfFeed() {
        return cpu(feeding, firstThread);
    }

    private int cpu(ExecutorPool pool, int thread) {
        List<Integer> cpus = settings.cpus();
        return cpus.isEmpty() || pool.type() == ExecutorType.VIRTUAL ? -1 : cpus.get(thread % cpus.size());
    }

    /// Whether the only reader of a stage with one worker may compute itself, if the plugins allow it. Not where a
    /// pool is named: what is put into a pool is computed by its threads.
    boolean isReplaceable() {
        return plan.pool() == null
                && settings.waitPolicy() == WaitPolicy.LOW_LATENCY
                && settings.cpus().isEmpty()
                && computing.type() == ExecutorType.THREAD;
    }

    /// Adds a worker with a thread of its own, which a reader may stand in for; null if none does.
    void add(Worker worker, InlineWorker inline) {
        int index = workers.size();
        workers.add(worker);
        String name = "sluice-worker-" + plan.name() + "-" + (index + 1);
        StageTask task = task(computing, name, worker, worker.chunks(), cpuOfWorker(index) >= 0);
        threads.add(task);
        watched.add(new WatchedWorker(stage, worker, inline, task));
    }

    private StageTask task(ExecutorPool pool, String name, Runnable work, AtomicLong chunks, boolean pinned) {
        return new StageTask(
                pool,
                name,
                work,
                chunks,
                pinned,
                stage.state().run()::died,
                memory,
                stage.ring().parking());
    }

    /// The worker of a stage that has one.
    Worker onlyWorker() {
        return workers.getFirst();
    }

    /// Adds the thread that fills the ring by `loop` from `feed`.
    void add(FeedLoop loop, Feed feed) {
        String name = "sluice-" + (plan.hasSource() ? "source-" : "align-") + plan.name();
        StageTask task = task(feeding, name, loop, new AtomicLong(), cpuOfFeed() >= 0);
        threads.add(task);
        watched.add(new WatchedFeed(stage, feed, task));
    }

    /// The threads, in the order in which they are started.
    List<StageTask> threads() {
        return threads;
    }

    /// Those of them that the watchdog looks at.
    List<Watched> watched() {
        return watched;
    }

    /// What each worker has computed.
    List<StageCounters> counters() {
        return workers.stream().map(Worker::counters).toList();
    }

    /// How long all workers together had nothing to do.
    long idleNanos() {
        return workers.stream().mapToLong(Worker::idleNanos).sum();
    }
}
