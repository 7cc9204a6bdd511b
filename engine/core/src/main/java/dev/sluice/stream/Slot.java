package dev.sluice.stream;

import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Loss;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// One place of the ring: the chunk of the source, the chunk of every step, and how it went.
final class Slot implements SourceOutput {
    private final StagePlan plan;
    private final SlotBuffer[] buffers;
    private long number;
    private boolean published;
    private boolean last;
    private Throwable failure;

    Slot(StagePlan plan, ChunkPool pool) {
        this.plan = plan;
        this.buffers = new SlotBuffer[plan.outputs()];
        for (int output = 0; output < buffers.length; output++) {
            buffers[output] =
                    new SlotBuffer(pool, plan.type(output), plan.dataType(output) + " in run " + plan.runId());
        }
    }

    /// Makes the slot ready for chunk `number`: empty, and in no trouble.
    void open(long number) {
        this.number = number;
        published = false;
        last = false;
        failure = null;
        for (SlotBuffer buffer : buffers) {
            buffer.open();
        }
    }

    SlotBuffer buffer(int output) {
        return buffers[output];
    }

    ChunkWindow window(int output) {
        return buffers[output].window();
    }

    long number() {
        return number;
    }

    boolean isPublished() {
        return published;
    }

    boolean isLast() {
        return last;
    }

    void markLast() {
        last = true;
    }

    Throwable failure() {
        return failure;
    }

    void fail(Throwable cause) {
        failure = cause;
    }

    /// Makes every chunk of the slot an empty one whose interval is lost.
    void skip(Loss loss) {
        ChunkWindow input = window(0);
        long start = input.chunk().start();
        long end = input.chunk().end();
        List<Loss> before = List.copyOf(input.chunk().losses());
        for (int output = 0; output < buffers.length; output++) {
            buffers[output].window().window().count(0);
            window(output).set(number, start, end, plan.runId(), plan.dataType(output));
            before.forEach(window(output)::addLoss);
            window(output).addLoss(loss);
        }
    }

    @Override
    public Records records(long capacity) {
        return buffers[0].room(capacity);
    }

    @Override
    public void lend(MemorySegment memory, long byteOffset, long count) {
        buffers[0].lend(memory, byteOffset, count);
    }

    @Override
    public void publish(long count, long start, long end) {
        buffers[0].window().window().count(count);
        window(0).set(number, start, end, plan.runId(), plan.dataType(0));
        published = true;
    }

    @Override
    public void lost(Loss loss) {
        if (!published) {
            throw new IllegalStateException("a loss is marked on a chunk that is not published yet; publish it first");
        }
        window(0).addLoss(loss);
    }

    void retire() {
        for (SlotBuffer buffer : buffers) {
            buffer.retire();
        }
    }

    void release() {
        for (SlotBuffer buffer : buffers) {
            buffer.release();
        }
    }
}
