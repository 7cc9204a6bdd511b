package dev.sluice.formats.strax;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.sluice.chunk.Loss;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.npy.NpyTimes;
import dev.sluice.record.RecordType;
import dev.sluice.store.Lineage;
import dev.sluice.store.StoreKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the file of metadata of a folder of strax says, checked. Immutable.
///
/// @param folder     the folder
/// @param runId      the run
/// @param dataType   the type of data
/// @param type       what the records are made of
/// @param compressor how chunks are compressed
/// @param chunks     the chunks, in order of time
/// @param failure    what writing ended with; null if it ended well
/// @param ended      whether it was written to its end
/// @param lineage    how the data came about; null if it is not as strax has it
record StraxMetadata(
        Path folder,
        String runId,
        String dataType,
        RecordType type,
        String compressor,
        List<StraxChunk> chunks,
        String failure,
        boolean ended,
        Lineage lineage) {
    private static final String NO_CHUNK = "no chunk covers it";
    private static final String BETWEEN_RUNS = "it lies between the runs of a superrun";
    private static final long MOST_BYTES = 256L << 20;

    /// Reads the metadata of a folder, whatever its state.
    ///
    /// @throws FormatException if they are missing or damaged
    static StraxMetadata read(Path folder) {
        Path file = file(folder);
        JsonFields all = new JsonFields(file, "the metadata", parse(file));
        RecordType type = type(all);
        List<StraxChunk> chunks = chunks(all, type.size());
        return new StraxMetadata(
                folder,
                all.text("run_id"),
                all.text("data_type"),
                type,
                all.text("compressor"),
                chunks,
                all.has("exception") ? all.text("exception") : null,
                all.has("writing_ended"),
                lineage(all));
    }

    /// Checks that the data are whole.
    ///
    /// @throws FormatException if writing them failed, or has not ended, or time is missing
    StraxMetadata requireComplete() {
        if (failure != null) {
            String last = failure.strip().lines().reduce((before, line) -> line).orElse("");
            throw incomplete("writing these data failed, with '" + last + "'");
        }
        if (!ended || StraxName.isUnfinished(folder)) {
            throw incomplete("these data were not written to their end");
        }
        if (chunks.isEmpty()) {
            throw incomplete("these data have no chunks");
        }
        for (StraxChunk chunk : chunks) {
            if (chunk.losses().stream().anyMatch(loss -> loss.cause().equals(NO_CHUNK))) {
                throw incomplete("no chunk covers the time " + chunk.range() + " after chunk " + chunk.number());
            }
        }
        return this;
    }

    /// Whether they were written to their end, without an error.
    boolean complete() {
        return failure == null && ended && !StraxName.isUnfinished(folder);
    }

    private FormatException incomplete(String problem) {
        return new FormatException(
                folder,
                FormatException.NOT_IN_FILE,
                problem,
                "make them anew with strax; what there is of them is read with --on-error skip");
    }

    /// Whether the folder is of that key: a copy under another name is not. A superrun goes by its name and a hash.
    boolean isOf(StoreKey key) {
        boolean sameRun = key.runId().equals(runId)
                || runId.startsWith("_") && key.runId().startsWith(runId + "_");
        return sameRun && key.dataType().equals(dataType) && key.lineage().equals(lineage);
    }

    /// The number of records.
    long count() {
        return chunks.stream().mapToLong(StraxChunk::count).sum();
    }

    private static Path file(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*metadata.json")) {
            files.forEach(found::add);
        } catch (IOException | DirectoryIteratorException unreadable) {
            throw caused(folder, "the folder cannot be read (" + unreadable.getMessage() + ")", unreadable);
        }
        String wanted = StraxName.of(folder).map(StraxName::metadata).orElse("metadata.json");
        return found.stream()
                .filter(file -> file.getFileName().toString().equals(wanted))
                .findFirst()
                .or(() -> found.stream().findFirst())
                .orElseThrow(() -> new FormatException(
                        folder,
                        FormatException.NOT_IN_FILE,
                        "there is no " + wanted,
                        "name a folder that strax wrote"));
    }

    private static JsonObject parse(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new FormatException(
                        file,
                        0,
                        "the metadata take " + Files.size(file) + " bytes, more than " + MOST_BYTES,
                        "see what it is");
            }
            JsonElement parsed = JsonParser.parseString(Files.readString(file, StandardCharsets.UTF_8));
            if (parsed.isJsonObject()) {
                return parsed.getAsJsonObject();
            }
            throw caused(file, "the metadata are no object of JSON", null);
        } catch (IOException | JsonParseException | StackOverflowError broken) {
            throw caused(file, "the metadata are no JSON (" + broken.getMessage() + ")", broken);
        }
    }

    private static FormatException caused(Path file, String problem, Throwable cause) {
        FormatException failure = new FormatException(
                file, FormatException.NOT_IN_FILE, problem, "copy the folder again from where it is whole");
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    private static RecordType type(JsonFields all) {
        String literal = all.text("dtype");
        try {
            return NpyTimes.require(all.file(), RecordType.parse(literal));
        } catch (IllegalArgumentException wrong) {
            throw all.wrong("dtype=" + literal + " is not read: " + wrong.getMessage());
        }
    }

    private static List<StraxChunk> chunks(JsonFields all, int recordSize) {
        if (!all.has("chunks") || !all.object().get("chunks").isJsonArray()) {
            throw all.wrong("chunks are missing");
        }
        JsonArray array = all.object().getAsJsonArray("chunks");
        List<StraxChunk> chunks = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!array.get(i).isJsonObject()) {
                throw all.wrong("chunk " + i + " is no object");
            }
            JsonFields fields =
                    new JsonFields(all.file(), "chunk " + i, array.get(i).getAsJsonObject());
            StraxChunk chunk = chunk(fields, i, recordSize);
            if (!chunks.isEmpty()) {
                tile(all, chunks, chunk);
            }
            chunks.add(chunk);
        }
        return List.copyOf(chunks);
    }

    /// Between the runs of a superrun there is time that belongs to none.
    private static void tile(JsonFields all, List<StraxChunk> chunks, StraxChunk chunk) {
        StraxChunk before = chunks.getLast();
        if (chunk.start() < before.end()) {
            throw all.wrong("chunk " + chunk.number() + " starts at start=" + chunk.start()
                    + ", but the one before ends at end=" + before.end());
        }
        if (chunk.start() > before.end()) {
            chunks.add(StraxChunk.gap(before, chunk.start(), isSuperrun(all) ? BETWEEN_RUNS : NO_CHUNK));
        }
    }

    private static boolean isSuperrun(JsonFields all) {
        return all.text("run_id").startsWith("_");
    }

    private static StraxChunk chunk(JsonFields fields, int number, int recordSize) {
        long count = fields.whole("n");
        long start = fields.whole("start");
        long end = fields.whole("end");
        String file = fields.has("filename") ? fields.text("filename") : null;
        if (count < 0 || end < start) {
            throw fields.wrong("n=" + count + ", start=" + start + ", end=" + end + " are no chunk");
        }
        if (count > Long.MAX_VALUE / recordSize
                || fields.has("nbytes") && fields.whole("nbytes") != count * recordSize) {
            throw fields.wrong("n=" + count + " records of " + recordSize + " bytes do not fit nbytes="
                    + (fields.has("nbytes") ? fields.whole("nbytes") : "int64"));
        }
        if (count > 0 && (file == null || !file.matches("[^/\\\\\\p{Cntrl}]+") || file.startsWith("."))) {
            throw fields.wrong(
                    "n=" + count + " records lie in filename=" + file + ", which names no file of the folder");
        }
        return new StraxChunk(
                number,
                start,
                end,
                count,
                count == 0 ? null : file,
                fields.has("first_time") ? fields.whole("first_time") : null,
                fields.has("last_time") ? fields.whole("last_time") : null,
                losses(fields));
    }

    private static List<Loss> losses(JsonFields chunk) {
        if (!chunk.has(StraxChunk.LOSSES)) {
            return List.of();
        }
        List<Loss> losses = new ArrayList<>();
        try {
            for (JsonElement element : chunk.object().getAsJsonArray(StraxChunk.LOSSES)) {
                JsonFields loss = new JsonFields(chunk.file(), chunk.what() + ", a loss", element.getAsJsonObject());
                losses.add(new Loss(loss.whole("start"), loss.whole("end"), loss.text("cause")));
            }
        } catch (ClassCastException | IllegalStateException | IllegalArgumentException other) {
            throw chunk.wrong(StraxChunk.LOSSES + " is no list of losses");
        }
        return List.copyOf(losses);
    }

    private static Lineage lineage(JsonFields all) {
        return lineage(all.object().get("lineage"));
    }

    /// The lineage that the JSON of strax has; null if it has no form with us.
    static Lineage lineage(JsonElement json) {
        if (json == null || !json.isJsonObject()) {
            return null;
        }
        try {
            Map<String, Object> tree = new LinkedHashMap<>();
            json.getAsJsonObject().asMap().forEach((name, entry) -> tree.put(name, plain(entry)));
            return Lineage.fromTree(tree);
        } catch (IllegalArgumentException other) {
            // A lineage of a plugin that tracks what has no form with us: the data are read, but not found by it.
            return null;
        }
    }

    /// The tree of JSON as maps, lists and values; whole numbers stay apart from real ones.
    private static Object plain(JsonElement element) {
        if (element.isJsonObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            element.getAsJsonObject().asMap().forEach((name, value) -> map.put(name, plain(value)));
            return map;
        }
        if (element.isJsonArray()) {
            return element.getAsJsonArray().asList().stream()
                    .map(StraxMetadata::plain)
                    .toList();
        }
        if (element.isJsonNull()) {
            return null;
        }
        JsonPrimitive value = element.getAsJsonPrimitive();
        if (value.isBoolean()) {
            return value.getAsBoolean();
        }
        if (value.isString()) {
            return value.getAsString();
        }
        String digits = value.getAsString();
        return digits.matches("-?\\d+") ? (Object) new BigInteger(digits) : (Object) Double.valueOf(digits);
    }
}
