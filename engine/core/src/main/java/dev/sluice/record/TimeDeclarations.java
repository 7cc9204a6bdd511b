package dev.sluice.record;

/// What a record type promises about time beyond its fields.
record TimeDeclarations(boolean instantaneous, boolean disjoint, TimeResolution resolution) {
    static final TimeDeclarations NONE = new TimeDeclarations(false, false, TimeResolution.NANOSECONDS);
}
