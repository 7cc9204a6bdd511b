package dev.sluice.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.record.RecordType;
import dev.sluice.session.request.SessionRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BriefRunTest {
    /// Simulated records of 800 samples have 1632 bytes or a few more.
    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "19000, true", "21000, false", "9223372036854775807, false"})
    void aRunIsBriefBelowThirtyTwoMebibytes(long records, boolean brief) {
        try (Session session = Session.open("--sim-records", Long.toString(records))) {
            assertEquals(brief, BriefRun.isBrief(session.input()));
        }
    }

    @Test
    void aRunOfUnknownLengthIsNotBrief() {
        RecordType type =
                RecordType.of("time:<i8", "channel:<i2", "wave:<i2[4]").instantaneous();
        try (Session session =
                Session.live(SessionRequest.reading().targets("st_waveforms_stream"), "st_waveforms_stream", type)) {
            assertFalse(BriefRun.isBrief(session.input()));
        }
    }
}
