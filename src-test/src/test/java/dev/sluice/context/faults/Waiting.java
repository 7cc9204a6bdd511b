package dev.sluice.context.faults;

import dev.sluice.context.StreamingContext;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.stream.WaitPolicy;

/// How the threads of a pass wait, and of what kind they are: no result depends on it.
enum Waiting {
    BALANCED(WaitPolicy.BALANCED, ExecutorType.THREAD),
    THROUGHPUT(WaitPolicy.THROUGHPUT, ExecutorType.THREAD),
    LOW_LATENCY(WaitPolicy.LOW_LATENCY, ExecutorType.THREAD),
    VIRTUAL(WaitPolicy.LOW_LATENCY, ExecutorType.VIRTUAL);

    private final WaitPolicy policy;
    private final ExecutorType kind;

    Waiting(WaitPolicy policy, ExecutorType kind) {
        this.policy = policy;
        this.kind = kind;
    }

    /// One at low latency, where a reader may compute.
    int workers(int otherwise) {
        return this == LOW_LATENCY ? 1 : otherwise;
    }

    void set(StreamingContext streaming, String... plugins) {
        streaming.waiting(policy);
        for (String plugin : plugins) {
            if (kind != ExecutorType.THREAD) {
                streaming.plugin(plugin).executor(kind);
            }
        }
    }
}
