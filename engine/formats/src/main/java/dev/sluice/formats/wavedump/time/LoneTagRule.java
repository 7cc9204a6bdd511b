package dev.sluice.formats.wavedump.time;

/// What to make of a tag that alone speaks for a turn of the clock, so that it may as well be wrong.
public enum LoneTagRule {
    /// Nothing: such a tag is an error, under every policy; the last one of a run is as under [#DAMAGE].
    REFUSE,
    /// It is right: the clock turned in a long pause beside it.
    TURN,
    /// It is wrong: the clock did not turn, and the event is an error or lost, as
    /// [dev.sluice.formats.wavedump.file.DamagePolicy] says. Nor did it turn after the first events of a board, where
    /// those are lost.
    DAMAGE
}
