package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.sluice.analysis.filter.Filters;
import dev.sluice.formats.npy.NpyFile;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Product;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDoc;
import dev.sluice.record.RecordType;
import dev.sluice.selection.Columns;
import dev.sluice.selection.RecordJoin;
import dev.sluice.session.catalogue.BuiltIns;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.StraxTypes;
import dev.sluice.waveform.WaveformFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// N5, N9, C14: every field of every built-in type has a unit, a sentence and a rule for missing values.
final class FieldDocsTest {
    private static final Set<String> WORDS_FOR_UNITS = Set.of(
            "ns",
            "ps",
            "samples",
            "ADC counts",
            "ADC counts x samples",
            "PE",
            "PE per sample",
            "count",
            "index",
            "fraction",
            "flag",
            "bits",
            "number");

    @TempDir
    private Path folder;

    private static Map<String, RecordType> types() {
        Map<String, RecordType> types = new LinkedHashMap<>();
        List<Plugin> plugins = new ArrayList<>(BuiltIns.computed());
        for (Plugin plugin : plugins) {
            for (Product product : plugin.spec().products()) {
                types.put(product.dataType(), product.type());
            }
        }
        types.put(Waveforms.DATA_TYPE, Waveforms.type("<u2", 10));
        types.put("raw_records", StraxTypes.rawRecord(10));
        for (Plugin filter : Filters.of(Waveforms.DATA_TYPE, Waveforms.type("<u2", 10))) {
            types.put(filter.spec().provides(), filter.spec().type());
        }
        return types;
    }

    @Test
    void everyFieldOfEveryTypeHasAUnitASentenceAndARule() {
        List<String> undocumented = new ArrayList<>();
        types().forEach((dataType, type) -> {
            Set<String> titles = new HashSet<>();
            for (Field field : type.fields()) {
                FieldDoc doc = type.doc(field.name());
                if (!doc.isComplete() || !WORDS_FOR_UNITS.contains(doc.unit()) || !titles.add(doc.toString())) {
                    undocumented.add(dataType + "." + field.name() + " " + doc);
                }
            }
        });
        assertEquals(List.of(), undocumented);
    }

    /// A float that cannot be computed is NaN; only sums over nothing are 0, and say so.
    @Test
    void aFloatIsNaNWhereItIsMissingOrSaysWhatItsZeroMeans() {
        types().forEach((dataType, type) -> {
            for (Field field : type.fields()) {
                String missing = type.doc(field.name()).missing();
                boolean message =
                        missing.contains("NaN") || missing.equals("never missing") || missing.startsWith("0 ");
                boolean waves = field.name().equals("wave") || field.name().equals("data");
                boolean known = !field.type().isFloat() || message || waves || missing.equals("0: not computed");
                assertTrue(known, dataType + "." + field.name() + ": " + missing);
            }
        });
    }

    @Test
    void typesMadeFromOthersKeepWhatTheirFieldsHold() {
        RecordType waves = Waveforms.type("<i2", 8);
        RecordType baselines = types().get("baseline");
        assertEquals(waves.doc("event"), Columns.keep(waves, "event").type().doc("event"));
        assertEquals(waves.doc("event"), Columns.drop(waves, "wave").type().doc("event"));
        assertEquals(waves.doc("wave"), WaveformFilter.filteredType(waves).doc("wave"));
        LinkedHashMap<String, RecordType> parts = new LinkedHashMap<>();
        parts.put("features", types().get("features"));
        parts.put("baseline", baselines);
        RecordType joined = RecordJoin.of(parts).type();
        assertEquals(baselines.doc("baseline_rms"), joined.doc("baseline_rms"));
        assertEquals("ps", waves.picoseconds().doc("time").unit());
    }

    @Test
    void inspectKnowsOurOwnOutputAndCallsNothingDoubtful() {
        String out = folder.resolve("{type}.npy").toString();
        Outcome.of("run", "--sim-records", 30, "--target", "features,hit_threshold,pulse_shape", "--out", out)
                .succeeds();
        for (String target : List.of("features", "hit_threshold", "pulse_shape")) {
            Path file = folder.resolve(target + ".npy");
            Outcome text = Outcome.of("inspect", file).succeeds();
            assertFalse(text.err().contains("note") || text.err().contains("warning"), text.err());
            JsonObject json = Outcome.of("inspect", file, "--json").json();
            for (JsonElement field : json.getAsJsonArray("fields")) {
                FieldDoc doc = types().get(target)
                        .doc(field.getAsJsonObject().get("name").getAsString());
                assertEquals(doc.unit(), field.getAsJsonObject().get("unit").getAsString());
                assertTrue(text.out().contains(doc.meaning()), text.out());
            }
        }
        String plugins = Outcome.of("plugins", "--plugin", "Features").out();
        assertTrue(plugins.isEmpty() || plugins.contains("positive in the direction of pulses"), plugins);
    }

    @Test
    void titlesAreWhatTheFieldsHoldAndTheBytesStayTheSame() throws IOException {
        Path plain = folder.resolve("plain.npy");
        Path titled = folder.resolve("titled.npy");
        Outcome.of("run", "--sim-records", 20, "--out", plain).succeeds();
        Outcome.of("run", "--sim-records", 20, "--out", titled, "--titles").succeeds();
        try (NpyFile one = NpyFile.map(plain);
                NpyFile other = NpyFile.map(titled)) {
            RecordType features = types().get("features");
            for (Field field : other.type().fields()) {
                assertEquals(features.doc(field.name()).toString(), field.title());
            }
            long bytes = one.records().byteSize();
            assertEquals(bytes, other.records().byteSize());
            assertEquals(
                    -1,
                    one.records()
                            .segment()
                            .asSlice(one.records().byteOffset(), bytes)
                            .mismatch(other.records()
                                    .segment()
                                    .asSlice(other.records().byteOffset(), bytes)));
        }
        Outcome.of("run", titled, "--input-type", "features", "--target", "features")
                .succeeds();
    }
}
