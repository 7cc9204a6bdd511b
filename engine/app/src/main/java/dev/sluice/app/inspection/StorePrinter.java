package dev.sluice.app.inspection;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sluice.app.console.TextTable;
import dev.sluice.chunk.TimeRange;
import dev.sluice.formats.store.StoreEntry;
import dev.sluice.formats.store.StoreMending;
import dev.sluice.session.request.ByteSize;
import dev.sluice.store.StoredChunk;
import dev.sluice.store.StoredData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What is in a store, for people and for programs. Stateless.
public final class StorePrinter {
    private StorePrinter() {}

    /// A line for each entry.
    public static String table(List<StoreEntry> entries) {
        if (entries.isEmpty()) {
            return "nothing is stored here\n";
        }
        TextTable table = new TextTable("");
        table.row("name", "state", "chunks", "records", "size", "time range");
        for (StoreEntry entry : entries) {
            table.row(
                    entry.name(),
                    entry.state().toString(),
                    Integer.toString(entry.chunks()),
                    Long.toString(entry.records()),
                    ByteSize.text(entry.bytes()),
                    time(entry));
        }
        return table.toString();
    }

    private static String time(StoreEntry entry) {
        if (entry.timeRange().isEmpty()) {
            return entry.trouble();
        }
        TimeRange range = entry.timeRange().get();
        String unit = entry.type().orElseThrow().timeResolution().symbol();
        return range.start() + " to " + range.end() + " " + unit;
    }

    /// All that is known of each entry.
    public static String info(List<StoreEntry> entries) {
        StringBuilder text = new StringBuilder();
        for (StoreEntry entry : entries) {
            text.append(text.isEmpty() ? "" : "\n").append(info(entry));
        }
        return text.isEmpty() ? "nothing is stored here\n" : text.toString();
    }

    private static String info(StoreEntry entry) {
        TextTable table = new TextTable("");
        table.row("name", entry.name());
        table.row("state", entry.state() + (entry.trouble().isEmpty() ? "" : ": " + entry.trouble()));
        table.row("size", ByteSize.text(entry.bytes()) + " (" + entry.bytes() + " bytes)");
        entry.data().ifPresent(data -> {
            table.row("run", data.key().runId());
            table.row("type", data.key().dataType());
            table.row("records", data.count() + " of " + data.type().size() + " bytes");
            table.row("fields", data.type().descr());
            table.row("chunks", Integer.toString(data.chunks().size()));
            table.row("time", time(entry));
            table.row(
                    "asked",
                    data.coverage().isUnbounded()
                            ? "the whole run"
                            : data.coverage().toString());
            table.row("losses", Long.toString(entry.losses()));
            table.row("lineage", data.key().lineage().toString());
        });
        return table.toString();
    }

    /// The entries as one JSON object; chunks, fields and lineage if `all`; `said` is what there is to say of each.
    public static String json(Path folder, List<StoreEntry> entries, boolean all, Map<String, List<String>> said) {
        JsonObject object = new JsonObject();
        object.addProperty("store", folder.toString());
        JsonArray array = new JsonArray();
        for (StoreEntry entry : entries) {
            array.add(object(entry, all, said.get(entry.name())));
        }
        object.add("entries", array);
        return object + "\n";
    }

    private static JsonObject object(StoreEntry entry, boolean all, List<String> said) {
        JsonObject object = new JsonObject();
        object.addProperty("name", entry.name());
        object.addProperty("state", entry.state().toString());
        object.addProperty("bytes", entry.bytes());
        object.addProperty("chunks", entry.chunks());
        object.addProperty("records", entry.records());
        object.addProperty("losses", entry.losses());
        entry.data().ifPresent(data -> describe(object, data, all));
        entry.timeRange().ifPresent(range -> object.add("time_range", range(range)));
        if (!entry.trouble().isEmpty()) {
            object.addProperty("trouble", entry.trouble());
        }
        if (said != null) {
            JsonArray sentences = new JsonArray();
            said.forEach(sentences::add);
            object.add("findings", sentences);
        }
        return object;
    }

    private static void describe(JsonObject object, StoredData data, boolean all) {
        object.addProperty("run", data.key().runId());
        object.addProperty("type", data.key().dataType());
        object.addProperty("lineage_hash", data.key().lineage().hash());
        object.addProperty("time_unit", data.type().timeResolution().symbol());
        object.addProperty("whole_run", data.coverage().isUnbounded());
        if (all) {
            object.addProperty("descr", data.type().descr());
            object.add("fields", InspectionJson.fields(data.type()));
            object.add("lineage", JsonParser.parseString(data.key().lineage().toJson()));
            JsonArray chunks = new JsonArray();
            data.chunks().forEach(chunk -> chunks.add(chunk(chunk)));
            object.add("each_chunk", chunks);
        }
    }

    private static JsonObject chunk(StoredChunk chunk) {
        JsonObject object = new JsonObject();
        object.add("time_range", range(chunk.range()));
        object.addProperty("records", chunk.count());
        JsonArray losses = new JsonArray();
        chunk.losses().forEach(loss -> losses.add(loss.toString()));
        object.add("losses", losses);
        return object;
    }

    private static JsonArray range(TimeRange range) {
        JsonArray array = new JsonArray();
        array.add(range.start());
        array.add(range.end());
        return array;
    }

    /// What was removed, as one JSON object.
    public static String json(Path folder, StoreMending.Cleaned cleaned) {
        JsonObject object = new JsonObject();
        object.addProperty("store", folder.toString());
        JsonArray names = new JsonArray();
        cleaned.names().forEach(names::add);
        object.add("removed", names);
        object.addProperty("bytes", cleaned.bytes());
        return object + "\n";
    }
}
