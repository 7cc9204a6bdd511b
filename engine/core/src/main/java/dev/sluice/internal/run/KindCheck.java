package dev.sluice.internal.run;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Slot;

/// Checks that the inputs of a plugin which are of one kind have as many rows as each other: one each for the same
/// thing. Confined to its worker.
final class KindCheck {
    private final String plugin;
    private final int[] inputs;
    private final int[] siblings;

    /// @param inputs the outputs of the stage that the plugin reads, all over the same time
    KindCheck(StagePlan plan, String plugin, int[] inputs) {
        this.plugin = plugin;
        this.inputs = inputs;
        this.siblings = new int[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            siblings[i] = sibling(plan, inputs, i);
        }
    }

    /// The first input that is of the same kind.
    private static int sibling(StagePlan plan, int[] inputs, int index) {
        String kind = plan.product(inputs[index]).kind();
        int first = 0;
        while (!plan.product(inputs[first]).kind().equals(kind)) {
            first++;
        }
        return first;
    }

    /// @throws ChunkLawException if two inputs of one kind differ in number: names both
    void require(Slot slot) {
        for (int i = 0; i < inputs.length; i++) {
            if (siblings[i] != i) {
                Chunk one = slot.window(inputs[siblings[i]]).chunk();
                Chunk other = slot.window(inputs[i]).chunk();
                if (one.length() != other.length()) {
                    throw differing(one, other);
                }
            }
        }
    }

    private ChunkLawException differing(Chunk one, Chunk other) {
        return new ChunkLawException("inputs of " + plugin + " are of one kind but differ in number: "
                + one.dataType() + " has count=" + one.length() + ", " + other.dataType() + " has count="
                + other.length() + " in chunk " + one.number() + " [" + one.start() + ", " + one.end()
                + "); their plugin must write one row per row of its input, or declare another kind");
    }
}
