package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.feature.PeakChargeResults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class WaveformLayoutTest {

    private static final WaveformLayout LAYOUT = WaveformLayout.of(SampleType.INT16, 101, 21, 40);

    @Test
    void extentEndsBehindTheLastField() {
        assertEquals(101, LAYOUT.extent());
        assertEquals(20, WaveformLayout.of(SampleType.UINT16, 64, 0, 10).extent());
        assertEquals(
                29,
                WaveformLayout.of(SampleType.UINT16, 64, 0, 10)
                        .withBaseline(ScalarType.FLOAT64, 21)
                        .extent());
    }

    @Test
    void fieldsMustLieInsideTheRecord() {
        assertRefused("wave", () -> WaveformLayout.of(SampleType.FLOAT32, 101, 21, 40));
        assertRefused("wave", () -> WaveformLayout.of(SampleType.FLOAT32, 101, 21, Integer.MAX_VALUE));
        assertRefused("baseline", () -> LAYOUT.withBaseline(ScalarType.FLOAT64, 94));
        assertRefused("valid length", () -> LAYOUT.withValidLength(ScalarType.INT32, 98));
        assertRefused("channel", () -> LAYOUT.withChannel(ScalarType.INT16, 100));
        assertRefused("offset=-3", () -> LAYOUT.withChannel(ScalarType.INT16, -3));
    }

    @Test
    void fieldsMustHaveAFittingType() {
        assertRefused("f4 f8 i2 u2", () -> LAYOUT.withBaseline(ScalarType.INT64, 0));
        assertRefused("valid length", () -> LAYOUT.withValidLength(ScalarType.FLOAT32, 0));
        assertRefused("channel", () -> LAYOUT.withChannel(ScalarType.FLOAT64, 0));
    }

    @Test
    void sizesMustMakeSense() {
        assertRefused("stride=0", () -> WaveformLayout.of(SampleType.INT16, 0, 0, 0));
        assertRefused("samples=-1", () -> WaveformLayout.of(SampleType.INT16, 10, 0, -1));
        assertRefused("waveOffset=-2", () -> WaveformLayout.of(SampleType.INT16, 10, -2, 1));
        assertRefused("sampleType", () -> WaveformLayout.of(null, 10, 0, 1));
    }

    @Test
    void resultsMustLieInsideTheirRecordAndApart() {
        assertRefused("peakOffset=-1", () -> PeakChargeResults.of(8, -1, 4));
        assertRefused("chargeOffset=5", () -> PeakChargeResults.of(8, 0, 5));
        assertRefused("overlap", () -> PeakChargeResults.of(8, 0, 3));
        assertRefused("overlap", () -> new PeakChargeResults(12, 0, 4, 2));
        assertRefused("baselineOffset=-2", () -> new PeakChargeResults(12, 0, 4, -2));
        assertEquals(13, new PeakChargeResults(30, 1, 5, 9).extent());
    }

    private static void assertRefused(String part, Executable construction) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, construction);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
