package dev.sluice.formats.compass;

import dev.sluice.formats.FormatException;
import dev.sluice.plugin.FailurePolicy;

/// What the events of a file have in common. Immutable.
///
/// @param board   the board of the first event; 0 if there is none
/// @param first   the length of the first waveform
/// @param longest the length of the longest waveform
/// @param events  how many there are
record CompassSurvey(int board, int first, int longest, long events) {
    /// Looks at the first event and some others, or, where they are of many sizes, at all.
    ///
    /// @throws FormatException if an event is damaged, and the policy is not to skip
    static CompassSurvey of(CompassFile file, FailurePolicy policy) {
        int board = 0;
        int first = 0;
        int longest = 0;
        long events = 0;
        try {
            if (!file.advance()) {
                return new CompassSurvey(0, 0, 0, 0);
            }
            board = file.board();
            first = file.samples();
            if (file.isEven()) {
                return new CompassSurvey(board, first, first, file.evenEvents());
            }
            do {
                longest = Math.max(longest, file.samples());
                events++;
            } while (file.advance());
        } catch (FormatException damage) {
            if (policy == FailurePolicy.FAIL) {
                throw damage;
            }
        }
        return new CompassSurvey(board, first, longest, events);
    }
}
