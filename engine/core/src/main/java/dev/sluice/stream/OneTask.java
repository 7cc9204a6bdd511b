package dev.sluice.stream;

/// What a thread runs once, and forgets: with assertions on, the Disruptor remembers the thread of every producer for
/// ever, which would keep the memory of every run that has been.
final class OneTask implements Runnable {
    private Runnable task;

    OneTask(Runnable task) {
        this.task = task;
    }

    @Override
    public void run() {
        Runnable own = task;
        task = null;
        own.run();
    }
}
