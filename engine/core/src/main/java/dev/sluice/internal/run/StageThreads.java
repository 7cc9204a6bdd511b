package dev.sluice.internal.run;

import dev.sluice.executor.ExecutorManager;
import dev.sluice.executor.ExecutorPool;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.LastOut;
import dev.sluice.internal.ring.Watched;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.WaitPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// The threads of a stage: the workers that compute, and the thread that fills the ring. Put together by one thread,
/// before any of them is started; then read by any.
final class StageThreads {
    private final Stage stage;
    private final StagePlan plan;
    private final StreamSettings settings;
    private final int firstThread;
    private final LastOut memory;
    private final ExecutorPool computing;
    private final ExecutorPool feeding;
    private final List<Worker> workers = new ArrayList<>();
    private final List<StageTask> threads = new ArrayList<>();
    private final List<Watched> watched = new ArrayList<>();

    /// The threads, still none, whose first thread is number `firstThread` of the run. The kind of thread that a source
    /// asks for is that of the one that reads.
    StageThreads(Stage stage, StreamSettings settings, int firstThread, ExecutorManager executors, LastOut memory) {
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

    /// Adds a worker with a thread of its own.
    void add(Worker worker) {
        int index = workers.size();
        workers.add(worker);
        String name = "sluice-worker-" + plan.name() + "-" + (index + 1);
        StageTask task = add(computing, name, worker, worker.counters()::chunks, cpuOfWorker(index) >= 0);
        worker.workBy(task);
        watched.add(worker);
    }

    /// Adds the thread that fills the ring.
    void add(FeedLoop loop) {
        String name = "sluice-" + (plan.hasSource() ? "source-" : "align-") + plan.name();
        loop.workBy(add(feeding, name, loop, () -> 0, cpuOfFeed() >= 0));
        watched.add(loop);
    }

    private StageTask add(ExecutorPool pool, String name, Runnable work, LongSupplier chunks, boolean pinned) {
        StageTask task = new StageTask(
                pool,
                name,
                work,
                chunks,
                pinned,
                stage.state().run()::died,
                memory,
                stage.ring().parking());
        threads.add(task);
        return task;
    }

    /// The worker of a stage that has one.
    Worker onlyWorker() {
        return workers.getFirst();
    }

    /// All of them, in the order in which they are started.
    List<StageTask> tasks() {
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
}
