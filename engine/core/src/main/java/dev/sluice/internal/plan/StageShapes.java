package dev.sluice.internal.plan;

import dev.sluice.chunk.ChunkPool;
import dev.sluice.stream.FeedKind;
import dev.sluice.stream.StageShape;
import dev.sluice.stream.StreamSettings;
import java.util.ArrayList;
import java.util.List;

/// How the stages of a plan will run with given settings. Stateless.
public final class StageShapes {
    private static final int MOST_SLOTS = 256;
    private static final int FEWEST_SLOTS = 2;
    /// One is read and one filled, beside those that are kept free.
    private static final int FEWEST_LIVE_SLOTS = 4;

    private StageShapes() {}

    /// The shapes of all stages of a plan, in its order.
    public static List<StageShape> of(PipelinePlan plan, StreamSettings settings) {
        List<StageShape> shapes = new ArrayList<>();
        for (StagePlan stage : plan.stages()) {
            shapes.add(of(stage, settings, plan.stages().size(), shapes));
        }
        return List.copyOf(shapes);
    }

    private static StageShape of(StagePlan stage, StreamSettings settings, int stages, List<StageShape> before) {
        FeedKind feed = stage.hasSource() ? FeedKind.SOURCE : stage.isPassedOn() ? FeedKind.LENT : FeedKind.ALIGNED;
        long records = stage.demand().chunkRecords();
        if (records == 0) {
            records = stage.hasSource()
                    ? settings.chunkRecords(stage.type(0).size())
                    : stage.inputs().stream()
                            .mapToLong(input -> before.get(input.stage()).chunkRecords())
                            .max()
                            .orElse(0);
        }
        long bytes = 0;
        for (int output = feed == FeedKind.LENT ? stage.inputCount() : 0; output < stage.outputs(); output++) {
            bytes += stage.type(output).size();
        }
        return new StageShape(
                stage.name(),
                stage.inputNames(),
                stage.demand(),
                feed,
                stage.workers(settings.workers()),
                slots(stage, settings, stages, stage.isBuffering() ? 0 : records),
                records,
                product(records, bytes));
    }

    /// As many slots as let the source run ahead by the bytes that the settings allow, so that it may sleep for a while
    /// whatever the size of the chunks, and two per worker at least; fewer where half of the budget does not hold them,
    /// with a slab for every chunk however small. A power of two, 2 at least: one is read while the next is filled.
    private static int slots(StagePlan plan, StreamSettings settings, int stages, long records) {
        // How much a buffer holds is not to depend on what is computed before it.
        long chunkRecords =
                records > 0 ? records : settings.chunkRecords(plan.type(0).size());
        long bytes = Math.max(1, product(chunkRecords, plan.bytesPerRecord()));
        long wanted = Math.max(settings.fewestSlots(), Math.min(MOST_SLOTS, settings.runAhead() / bytes));
        long affordable = settings.memoryBudget() / 2 / stages / Math.max(bytes, plan.outputs() * ChunkPool.LEAST_SLAB);
        int fewest = plan.isLive() ? FEWEST_LIVE_SLOTS : FEWEST_SLOTS;
        return (int) Long.highestOneBit(Math.max(fewest, Math.min(wanted, affordable)));
    }

    private static long product(long one, long other) {
        return Math.multiplyHigh(one, other) == 0 && one * other >= 0 ? one * other : Long.MAX_VALUE;
    }
}
