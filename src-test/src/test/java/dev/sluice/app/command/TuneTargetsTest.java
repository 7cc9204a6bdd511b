package dev.sluice.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.measure.TuneRequest;
import dev.sluice.session.request.UsageException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TuneTargetsTest {
    @Test
    void severalTargetsOfWaveformsAreComputedTogether() {
        TuneRequest request = request("features", " baseline");
        assertEquals(List.of("features", "baseline"), request.targets());
        assertEquals(2, request.plugins().size());
        assertEquals(800, request.samples());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hits", "peaks", "records", "events"})
    void aTargetOfRawRecordsHasTheirSamples(String target) {
        TuneRequest request = request(target);
        assertEquals(target, request.target());
        assertEquals(List.of(target), request.targets());
        assertEquals(110, request.samples());
        assertTrue(request.plugins().isEmpty());
    }

    @Test
    void aTargetOfRawRecordsIsComputedAlone() {
        UsageException refused = assertThrows(UsageException.class, () -> request("features", "hits"));
        assertEquals(
                "--target features,hits has several, of which hits is computed from raw records; give it alone",
                refused.getMessage());
    }

    @Test
    void aNameOfNoTargetIsRefusedWithThoseThatThereAre() {
        UsageException refused = assertThrows(UsageException.class, () -> request("hitz"));
        assertTrue(refused.getMessage().contains("did you mean 'hits'"), refused.getMessage());
    }

    private static TuneRequest request(String... targets) {
        return TuneTargets.request("<f4", 800, List.of(targets), 1, Duration.ZERO);
    }
}
