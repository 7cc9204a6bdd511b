package dev.sluice.context;

import dev.sluice.plugin.Demand;
import dev.sluice.stream.StageShape;
import java.util.List;

/// A stage in a plan: one ring, and the plugins that are computed in one pass over its chunks. Immutable.
///
/// @param name   its first plugin
/// @param inputs the types of data that other stages feed it with; none if it reads from a source
/// @param demand what its first plugin asks of the engine, such as a halo
/// @param shape  its threads, its ring and its memory
public record PlannedStage(String name, List<String> inputs, Demand demand, StageShape shape) {
    /// Copies the list.
    public PlannedStage {
        inputs = List.copyOf(inputs);
    }
}
