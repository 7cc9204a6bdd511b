package dev.sluice.kernels;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sluice.kernels.channel.Polarities;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.StringJoiner;

/// The input waveforms of the Python package's recorded results, as records: baseline f8, channel i2 (the record's
/// number, since polarity is recorded per record), then the wave.
public final class GoldenWaveforms {

    private static final int CHANNEL = 8;
    private static final int WAVE = 10;

    private GoldenWaveforms() {}

    public static WaveformLayout layout(JsonObject golden, SampleType type) {
        int samples = golden.getAsJsonObject("input").get("L").getAsInt();
        return WaveformLayout.of(type, WAVE + samples * type.bytes(), WAVE, samples)
                .withBaseline(ScalarType.FLOAT64, 0)
                .withChannel(ScalarType.INT16, CHANNEL);
    }

    public static Polarities polarities(JsonObject golden) {
        JsonArray recorded = golden.getAsJsonObject("input").getAsJsonArray("polarity");
        StringJoiner text = new StringJoiner(",");
        for (int i = 0; i < recorded.size(); i++) {
            text.add(i + ":" + (recorded.get(i).getAsString().equals("positive") ? "positive" : "negative"));
        }
        return Polarities.parse(text.toString());
    }

    public static MemorySegment allocate(Arena arena, JsonObject golden, WaveformLayout layout) {
        JsonObject input = golden.getAsJsonObject("input");
        JsonArray waves = input.getAsJsonArray("wave");
        MemorySegment records = arena.allocate((long) layout.stride() * waves.size());
        for (int i = 0; i < waves.size(); i++) {
            long record = (long) i * layout.stride();
            records.set(
                    Waveforms.FLOAT64,
                    record,
                    input.getAsJsonArray("baseline").get(i).getAsDouble());
            records.set(Waveforms.INT16, record + CHANNEL, (short) i);
            JsonArray wave = waves.get(i).getAsJsonArray();
            for (int k = 0; k < wave.size(); k++) {
                if (layout.sampleType() == SampleType.FLOAT32) {
                    records.set(
                            Waveforms.FLOAT32,
                            record + WAVE + 4L * k,
                            wave.get(k).getAsFloat());
                } else {
                    records.set(
                            Waveforms.INT16, record + WAVE + 2L * k, wave.get(k).getAsShort());
                }
            }
        }
        return records;
    }
}
