package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.record.RecordType;
import org.junit.jupiter.api.Test;

/// Remedies that hosts read name what hosts have.
final class HostWordsTest {
    private static final RecordType ENDLESS = RecordType.of("time:<i8", "height:<f4");

    @Test
    void aTypeWithoutAnEndIsDeclaredInstantaneousByAWord() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, ENDLESS::times);
        assertEquals(
                "the fields do not say when a record ends; add an int64 field 'endtime', or integer fields 'length' and"
                        + " 'dt', or write ' instantaneous' after the type (instantaneous=True in Python); there are: time"
                        + " <i8, height <f4",
                HostWords.of(refused.getMessage()));
    }

    @Test
    void whatIsNoRemedyOfJavaStays() {
        String sentence = "the board was silent; rerun with --on-error skip to lose this event only";
        assertEquals(sentence, HostWords.of(sentence));
    }
}
