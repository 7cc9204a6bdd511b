package dev.sluice.kernels.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sluice.fixtures.Recorded;
import dev.sluice.kernels.Column;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.channel.Polarities;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The hits that WaveformAnalysis itself finds.
@KernelTest
class ThresholdHitsGoldenTest {

    private static final int PICOSECONDS = 1000;

    @ParameterizedTest
    @CsvSource({"0, INT16", "2, INT16", "0, FLOAT32", "2, FLOAT32"})
    void hitsEqualTheGoldenValues(int extension, SampleType type) {
        JsonObject golden = Recorded.waveformAnalysis();
        JsonObject input = golden.getAsJsonObject("input");
        JsonArray expected = golden.getAsJsonArray("hit_threshold_10_ext" + extension);
        int count = input.getAsJsonArray("wave").size();
        WaveformLayout layout = ThresholdHitsTest.layout(type, input.get("L").getAsInt());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = arena.allocate((long) count * layout.stride());
            for (int i = 0; i < count; i++) {
                fill(waveforms.asSlice((long) i * layout.stride(), layout.stride()), layout, input, i);
            }
            MemorySegment hits = arena.allocate(100L * ThresholdHitsKernel.BYTES);
            long found = ThresholdHitsTest.kernel(layout)
                    .leftExtension(extension)
                    .rightExtension(extension)
                    .overlappingExtensions(true)
                    .polarities(Polarities.parse("negative,1:positive"))
                    .build()
                    .find(waveforms, 0, count, hits, 0, 100);
            assertEquals(expected.size(), found);
            for (int i = 0; i < found; i++) {
                assertHit(expected.get(i).getAsJsonObject(), hits.asSlice((long) i * ThresholdHitsKernel.BYTES));
            }
        }
    }

    private static void fill(MemorySegment record, WaveformLayout layout, JsonObject input, int index) {
        record.set(
                Waveforms.INT64,
                0,
                input.getAsJsonArray("timestamp_ps").get(index).getAsLong());
        record.set(Waveforms.INT32, 8, 2 * PICOSECONDS);
        record.set(Waveforms.INT32, 12, layout.samples());
        record.set(
                Waveforms.FLOAT64,
                16,
                input.getAsJsonArray("baseline").get(index).getAsDouble());
        record.set(
                Waveforms.INT16, 24, input.getAsJsonArray("channel").get(index).getAsShort());
        record.set(Waveforms.INT32, 28, index);
        JsonArray wave = input.getAsJsonArray("wave").get(index).getAsJsonArray();
        for (int k = 0; k < layout.samples(); k++) {
            Column sample = layout.sampleType() == SampleType.FLOAT32
                    ? new Column(ScalarType.FLOAT32, layout.waveOffset() + 4 * k)
                    : new Column(ScalarType.INT16, layout.waveOffset() + 2 * k);
            Waveforms.set(record, 0, sample, wave.get(k).getAsDouble());
        }
    }

    private static void assertHit(JsonObject expected, MemorySegment hit) {
        assertEquals(expected.get("position").getAsLong(), hit.get(Waveforms.INT64, 8));
        assertEquals(expected.get("height").getAsFloat(), hit.get(Waveforms.FLOAT32, 16));
        assertEquals(expected.get("integral").getAsFloat(), hit.get(Waveforms.FLOAT32, 20));
        assertEquals(expected.get("edge_start").getAsInt(), hit.get(Waveforms.INT32, 24));
        assertEquals(expected.get("edge_end").getAsInt(), hit.get(Waveforms.INT32, 28));
        assertEquals(expected.get("width").getAsFloat(), hit.get(Waveforms.FLOAT32, 32));
        assertEquals(expected.get("dt").getAsFloat() * PICOSECONDS, hit.get(Waveforms.FLOAT64, 36));
        assertEquals(expected.get("rise_time").getAsFloat() * PICOSECONDS, hit.get(Waveforms.FLOAT32, 44));
        assertEquals(expected.get("fall_time").getAsFloat() * PICOSECONDS, hit.get(Waveforms.FLOAT32, 48));
        assertEquals(expected.get("timestamp").getAsLong(), hit.get(Waveforms.INT64, 52));
        assertEquals(expected.get("channel").getAsShort(), hit.get(Waveforms.INT32, 64));
        assertEquals(expected.get("record_id").getAsLong(), hit.get(Waveforms.INT64, 68));
    }
}
