package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.loop.VectorLoops;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {

    private static final VectorOffer OFFER = VectorOffer.of(256, Stand::new);
    private static final VectorOffer ABSENT = VectorOffer.none("no module; start it with --add-modules=here");

    @Test
    void autoTakesVectorsWhereTheyAreOffered() {
        KernelChoice choice = choose(Map.of(), OFFER);
        assertEquals("vector", choice.provider().name());
        assertTrue(choice.reason().contains("256 bits"), choice.reason());
        assertFalse(choice.isFallback());
    }

    @Test
    void autoFallsBackToScalarAndTellsWhy() {
        KernelChoice choice = choose(Map.of("sluice.kernels", "auto"), ABSENT);
        assertSame(Kernels.scalar(), choice.provider());
        assertTrue(choice.isFallback());
        assertTrue(choice.reason().contains("--add-modules=here"), choice.reason());
    }

    @Test
    void scalarIsTakenWhenAskedForAndIsNoFallback() {
        KernelChoice choice = choose(Map.of("sluice.kernels", "scalar"), OFFER);
        assertSame(Kernels.scalar(), choice.provider());
        assertFalse(choice.isFallback());
    }

    @Test
    void aPreferenceForScalarYieldsToEveryProperty() {
        String why = "little is computed";
        KernelChoice preferred = KernelChoice.make(Map.of("sluice.kernels", " ")::get, why, OFFER);
        assertSame(Kernels.scalar(), preferred.provider());
        assertEquals(why, preferred.reason());
        assertFalse(preferred.isFallback());
        for (Map<String, String> set : List.of(
                Map.of("sluice.kernels", "auto"),
                Map.of("sluice.kernels", "vector"),
                Map.of("sluice.kernels.width", "256"))) {
            assertEquals(
                    "vector", KernelChoice.make(set::get, why, OFFER).provider().name(), set.toString());
        }
    }

    @Test
    void aForcedChoiceThatCannotBeHonouredIsAnError() {
        assertRefused(Map.of("sluice.kernels", "vector"), ABSENT, "sluice.kernels=vector", "--add-modules=here");
        assertRefused(Map.of("sluice.kernels.width", "128"), ABSENT, "width=128", "--add-modules=here");
        assertRefused(Map.of("sluice.kernels.width", "512"), OFFER, "width=512", "256 bits");
        assertRefused(Map.of("sluice.kernels", "scalar", "sluice.kernels.width", "128"), OFFER, "width=128", "scalar");
    }

    @Test
    void unknownValuesAreErrorsThatListTheKnownOnes() {
        assertRefused(Map.of("sluice.kernels", "simd"), OFFER, "sluice.kernels=simd", "auto, vector, scalar");
        assertRefused(Map.of("sluice.kernels.width", "300"), OFFER, "width=300", "auto, 128, 256, 512");
    }

    private static KernelChoice choose(Map<String, String> properties, VectorOffer offer) {
        return KernelChoice.make(properties::get, null, offer);
    }

    private static void assertRefused(Map<String, String> properties, VectorOffer offer, String what, String remedy) {
        KernelChoice choice = choose(properties, offer);
        for (int call = 0; call < 2; call++) {
            String message =
                    assertThrows(IllegalStateException.class, choice::provider).getMessage();
            assertTrue(message.contains(what) && message.contains(remedy), message);
        }
    }

    private static final class Stand implements VectorLoops {
        @Override
        public int width() {
            return 256;
        }

        @Override
        public <L> L loop(LoopPlan<L> plan) {
            throw new UnsupportedOperationException("stand-in");
        }
    }
}
