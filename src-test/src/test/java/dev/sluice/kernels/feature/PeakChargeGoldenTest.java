package dev.sluice.kernels.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sluice.fixtures.Recorded;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The values that the guide's own peak and charge give.
@KernelTest
class PeakChargeGoldenTest {

    @ParameterizedTest
    @CsvSource({"40:90, 60:400, INT16", "10:40, 5:50, INT16", "40:90, 60:400, FLOAT32", "10:40, 5:50, FLOAT32"})
    void resultsEqualTheGoldenValues(String peaks, String charges, SampleType type) {
        JsonObject golden = Recorded.waveformAnalysis();
        JsonObject input = golden.getAsJsonObject("input");
        JsonArray waves = input.getAsJsonArray("wave");
        int samples = input.get("L").getAsInt();
        WaveformLayout layout =
                WaveformLayout.of(type, 8 + samples * type.bytes(), 8, samples).withBaseline(ScalarType.FLOAT64, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = arena.allocate((long) layout.stride() * waves.size());
            for (int i = 0; i < waves.size(); i++) {
                MemorySegment record = waveforms.asSlice((long) i * layout.stride(), layout.stride());
                record.set(
                        Waveforms.FLOAT64,
                        0,
                        input.getAsJsonArray("baseline").get(i).getAsDouble());
                setWave(record, waves.get(i).getAsJsonArray(), type);
            }
            MemorySegment results = arena.allocate(8L * waves.size());
            PeakChargeKernel.of(layout)
                    .peakRange(SampleRange.parse(peaks))
                    .chargeRange(SampleRange.parse(charges))
                    .build()
                    .compute(waveforms, 0, waves.size(), results, 0);
            JsonArray expectedPeaks = golden.getAsJsonArray("seed_peak_" + peaks.replace(':', '_'));
            JsonArray expectedCharges = golden.getAsJsonArray("seed_charge_" + charges.replace(':', '_'));
            for (int i = 0; i < waves.size(); i++) {
                assertEquals(expectedPeaks.get(i).getAsFloat(), results.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * i));
                assertEquals(
                        expectedCharges.get(i).getAsFloat(), results.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * i + 1));
            }
        }
    }

    private static void setWave(MemorySegment record, JsonArray wave, SampleType type) {
        for (int i = 0; i < wave.size(); i++) {
            if (type == SampleType.FLOAT32) {
                record.set(Waveforms.FLOAT32, 8 + 4L * i, wave.get(i).getAsFloat());
            } else {
                record.set(Waveforms.INT16, 8 + 2L * i, wave.get(i).getAsShort());
            }
        }
    }
}
