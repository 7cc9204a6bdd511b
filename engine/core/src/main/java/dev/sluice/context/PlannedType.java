package dev.sluice.context;

/// A type of data in a plan. Immutable.
///
/// @param dataType    its name
/// @param kind        types of one kind have the same rows
/// @param recordBytes bytes of one record
/// @param isTarget    whether it was asked for, so that it leaves the pipeline
/// @param isStored    whether it is loaded from a store instead of being computed
/// @param lineage     the hash of how it comes about; empty if it is not known
public record PlannedType(
        String dataType, String kind, int recordBytes, boolean isTarget, boolean isStored, String lineage) {}
