package dev.sluice.record;

/// What a record type promises about time beyond its fields.
record TimeDeclarations(boolean instantaneous, boolean disjoint, TimeResolution resolution) {
    static final TimeDeclarations NONE = new TimeDeclarations(false, false, TimeResolution.NANOSECONDS);

    /// The promises that differ from the default, each after a semicolon, as the text of a record type ends.
    @Override
    public String toString() {
        return (instantaneous ? "; instantaneous" : "")
                + (disjoint ? "; disjoint" : "")
                + (resolution == TimeResolution.NANOSECONDS ? "" : "; " + resolution.symbol());
    }
}
