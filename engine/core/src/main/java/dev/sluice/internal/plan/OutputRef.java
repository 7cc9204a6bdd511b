package dev.sluice.internal.plan;

/// An output of a stage of a pipeline, by number. Immutable.
///
/// @param stage  which stage of the [PipelinePlan]
/// @param output which of its outputs, in the numbering of its [StagePlan]
public record OutputRef(int stage, int output) {}
