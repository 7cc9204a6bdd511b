package dev.sluice.stream;

/// How what a stage computes gets into its slots.
public enum FeedKind {
    /// A source fills them.
    SOURCE,
    /// They show the chunks of one other stage where these lie: nothing is copied.
    LENT,
    /// Chunks of other stages are cut to common intervals, with the halo that is asked for, and copied.
    ALIGNED
}
