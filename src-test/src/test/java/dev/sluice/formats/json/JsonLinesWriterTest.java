package dev.sluice.formats.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesWriterTest {
    @TempDir
    Path folder;

    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void free() {
        arena.close();
    }

    private String written(Records records) throws IOException {
        Path file = folder.resolve("out.jsonl");
        try (JsonLinesWriter writer = JsonLinesWriter.create(file, records.type())) {
            writer.write(records);
            writer.commit();
            assertEquals(Files.size(file), writer.bytes());
        }
        return Files.readString(file);
    }

    @Test
    void everyTypeHasItsSpelling() throws IOException {
        RecordType type = RecordType.of("i:<i8", "u:<u8", "f:<f4", "d:<f8", "on:?", "s:|S4", "w:<i2[2]", "g:|i1[2,2]");
        Records records = Records.allocate(type, 2, arena);
        type.longField("i").set(records, 0, Long.MIN_VALUE);
        type.doubleField("u").set(records, 0, 0x1p63);
        type.floatField("f").set(records, 0, 0.1f);
        type.doubleField("d").set(records, 0, 1e300);
        type.booleanField("on").set(records, 0, true);
        type.textField("s").set(records, 0, "a\"\n");
        type.longField("w").set(records, 0, 1, -7);
        type.longField("g").set(records, 0, 2, 3);
        type.floatField("f").set(records, 1, Float.NaN);
        type.doubleField("d").set(records, 1, Double.NEGATIVE_INFINITY);
        assertEquals(
                "{\"i\":-9223372036854775808,\"u\":9223372036854775808,\"f\":0.1,\"d\":1.0E300,\"on\":true,"
                        + "\"s\":\"a\\\"\\u000a\",\"w\":[0,-7],\"g\":[[0,0],[3,0]]}\n"
                        + "{\"i\":0,\"u\":0,\"f\":null,\"d\":-1e999,\"on\":false,\"s\":\"\",\"w\":[0,0],"
                        + "\"g\":[[0,0],[0,0]]}\n",
                written(records));
    }

    @Test
    void anotherParserReadsTheSameValues() throws IOException {
        RecordType type = RecordType.of("s,\"t:<U8", "d:<f8", "w:<u2[3]");
        Records records = Records.allocate(type, 1, arena);
        type.textField("s,\"t").set(records, 0, "é\\\u0001😀");
        type.doubleField("d").set(records, 0, 0.1 + 0.2);
        type.longField("w").set(records, 0, 2, 65535);
        JsonObject line = JsonParser.parseString(written(records)).getAsJsonObject();
        assertEquals("é\\\u0001😀", line.get("s,\"t").getAsString());
        assertEquals(0.1 + 0.2, line.get("d").getAsDouble());
        JsonArray wave = line.getAsJsonArray("w");
        assertEquals(65535, wave.get(2).getAsInt());
    }
}
