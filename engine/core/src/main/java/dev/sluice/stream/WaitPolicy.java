package dev.sluice.stream;

import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/// How threads of a stage wait for each other, named by what it is for.
///
/// All three poll: a strategy that blocks waits on the cursor only, and a stage that waits on workers would spin behind
/// it.
public enum WaitPolicy {
    /// Answers within a microsecond, and keeps a core busy per thread: for live input with cores to spare.
    LOW_LATENCY {
        @Override
        WaitStrategy worker(int workers) {
            return new YieldingWaitStrategy();
        }

        @Override
        IdleStrategy caller() {
            return new BackoffIdleStrategy(100, Long.MAX_VALUE, 1, 1);
        }
    },
    /// Yields a little, then sleeps for 100 µs at a time: for machines that do other work too.
    BALANCED {
        @Override
        WaitStrategy worker(int workers) {
            return new SleepingWaitStrategy(10, 100 * MICROSECOND * crowd(workers));
        }

        @Override
        IdleStrategy caller() {
            return new BackoffIdleStrategy(10, 5, 100 * MICROSECOND, 100 * MICROSECOND);
        }
    },
    /// Sleeps for 200 µs at a time: the cores go to whoever has work.
    THROUGHPUT {
        @Override
        WaitStrategy worker(int workers) {
            return new SleepingWaitStrategy(1, 200 * MICROSECOND * crowd(workers));
        }

        @Override
        IdleStrategy caller() {
            return new BackoffIdleStrategy(0, 1, 200 * MICROSECOND, 200 * MICROSECOND);
        }
    };

    private static final long MICROSECOND = 1000;

    /// How `workers` workers wait for the source.
    abstract WaitStrategy worker(int workers);

    /// Workers beyond the cores sleep longer, so that a crowd that waits does not keep the machine busy with waking up.
    private static int crowd(int workers) {
        return Math.max(1, workers / Runtime.getRuntime().availableProcessors());
    }

    /// How the source and the reader of the stream wait: a loop of their own, because those of the ring cannot be
    /// interrupted.
    abstract IdleStrategy caller();
}
