package dev.sluice.internal.ring;

/// What the readers of a ring must know of what fills it. Safe for any thread.
public interface Filler {
    /// Fills from a source, or with copies.
    Filler OF_ITS_OWN = new Filler() {};

    /// Whether it shows memory of another stage, which has no room left because of that.
    default boolean isHolding() {
        return false;
    }

    /// Whether the stages whose memory it shows can be filled for long before they need that back.
    default boolean isRoomy() {
        return true;
    }

    /// Whether it takes in what the stage before gives, however full its ring is.
    default boolean isAbsorbing() {
        return false;
    }

    /// Slots that it keeps free when it publishes one.
    default int reserve() {
        return 0;
    }
}
