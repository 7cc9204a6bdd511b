package dev.sluice.formats.store;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import dev.sluice.chunk.TimeRange;
import dev.sluice.record.RecordType;
import dev.sluice.record.TimeResolution;
import dev.sluice.store.Lineage;
import dev.sluice.store.StoreKey;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// What a folder of the store holds, as the first entry of its index says in JSON. Immutable.
///
/// @param key      run, type of data and lineage
/// @param type     the type of the records, with its declarations of time
/// @param coverage the range of time that was asked for
/// @param identity a number that no other index has; the name of the data file ends in it
record StoreHead(StoreKey key, RecordType type, TimeRange coverage, long identity) {
    static final int VERSION = 1;

    private static final String FORMAT = "sluice-store";

    /// The name of the data file.
    String dataFile() {
        return FolderNames.DATA + HexFormat.of().toHexDigits(identity);
    }

    /// The head in JSON.
    String json() {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            json.name("format").value(FORMAT).name("version").value(VERSION);
            json.name("run").value(key.runId()).name("type").value(key.dataType());
            json.name("identity").value(HexFormat.of().toHexDigits(identity));
            json.name("layout").value("rows");
            json.name("descr").value(type.descr()).name("record_size").value(type.size());
            json.name("instantaneous").value(type.isInstantaneous());
            json.name("disjoint").value(type.isDisjoint());
            json.name("time_unit").value(type.timeResolution().symbol());
            json.name("coverage")
                    .beginArray()
                    .value(coverage.start())
                    .value(coverage.end())
                    .endArray();
            json.name("lineage_hash").value(key.lineage().hash());
            json.name("lineage");
            HeadJson.write(json, key.lineage().tree());
            json.endObject();
        } catch (IOException impossible) {
            throw new IllegalStateException("text in memory cannot be written", impossible);
        }
        return text.toString();
    }

    /// The head that the text spells.
    ///
    /// @throws IllegalArgumentException if it spells none of a version that is known
    static StoreHead parse(String text) {
        Object parsed;
        try (JsonReader json = new JsonReader(new StringReader(text))) {
            json.setStrictness(Strictness.STRICT);
            parsed = HeadJson.read(json);
        } catch (IOException | IllegalStateException broken) {
            throw new IllegalArgumentException("it is no JSON: " + broken.getMessage(), broken);
        }
        if (!(parsed instanceof Map<?, ?> head) || !FORMAT.equals(head.get("format"))) {
            throw new IllegalArgumentException("it is not the head of a store");
        }
        if (!Long.valueOf(VERSION).equals(head.get("version")) || !"rows".equals(head.get("layout"))) {
            throw new IllegalArgumentException("it is of version=" + head.get("version") + ", layout="
                    + head.get("layout") + "; this program reads version=" + VERSION + ", layout=rows");
        }
        return of(head);
    }

    private static StoreHead of(Map<?, ?> head) {
        Lineage lineage = Lineage.fromTree(asTree(head.get("lineage")));
        StoreKey key = new StoreKey(text(head, "run"), text(head, "type"), lineage);
        RecordType type = RecordType.parse(text(head, "descr"));
        type = Boolean.TRUE.equals(head.get("instantaneous")) ? type.instantaneous() : type;
        type = Boolean.TRUE.equals(head.get("disjoint")) ? type.disjoint() : type;
        type = type.timeResolution(unit(text(head, "time_unit")));
        if (!Long.valueOf(type.size()).equals(head.get("record_size"))
                || !(head.get("coverage") instanceof List<?> bounds)
                || bounds.size() != 2
                || !(bounds.get(0) instanceof Long start)
                || !(bounds.get(1) instanceof Long end)) {
            throw new IllegalArgumentException("it does not agree with itself: record_size=" + head.get("record_size")
                    + " for " + type + ", coverage=" + head.get("coverage"));
        }
        long identity = HexFormat.fromHexDigitsToLong(text(head, "identity"));
        return new StoreHead(key, type, new TimeRange(start, end), identity);
    }

    private static TimeResolution unit(String symbol) {
        for (TimeResolution unit : TimeResolution.values()) {
            if (unit.symbol().equals(symbol)) {
                return unit;
            }
        }
        throw new IllegalArgumentException("it counts time in time_unit=" + symbol + ", which is not known");
    }

    private static String text(Map<?, ?> head, String name) {
        if (head.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("it has no text " + name + ", but " + head.get(name));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> asTree(Object lineage) {
        if (lineage instanceof Map<?, ?> tree) {
            return (Map<String, ?>) tree;
        }
        throw new IllegalArgumentException("it has no lineage, but " + lineage);
    }
}
