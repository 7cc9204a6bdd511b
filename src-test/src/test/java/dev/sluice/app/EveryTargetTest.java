package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sluice.session.catalogue.KnownPlugin;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// C21: every built-in target runs, and is planned, without a file.
final class EveryTargetTest {
    static Stream<String> targets() {
        return KnownPlugin.all().stream()
                .flatMap(plugin -> plugin.products().stream())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void aTargetRunsFromTheSimulatedDetector(String target) {
        List<Object> words = List.of("run", "--sim-records", 2000, "--target", target, "--json");
        JsonObject run = Outcome.of(words.toArray()).json();
        assertEquals("completed", run.get("state").getAsString());
        assertEquals("simulation", run.get("run_id").getAsString());
        assertTrue(run.get("records").getAsLong() > 0, run::toString);
        Outcome plan = Outcome.of("plan", target).succeeds();
        assertTrue(plan.out().contains("run simulation"), plan::toString);
    }
}
