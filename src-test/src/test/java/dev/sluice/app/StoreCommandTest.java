package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./sluice store` on what `./sluice run --store` kept.
final class StoreCommandTest {
    @TempDir
    private Path folder;

    private String store;
    private String name;

    @BeforeEach
    void keepARun() throws IOException {
        store = folder.resolve("store").toString();
        Outcome run = Outcome.of("run", "--sim-records", "3000", "--store", store);
        assertEquals(0, run.code(), run.err());
        try (Stream<Path> paths = Files.list(Path.of(store))) {
            name = paths.map(path -> path.getFileName().toString())
                    .filter(entry -> !entry.startsWith("."))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path data() throws IOException {
        try (Stream<Path> paths = Files.list(Path.of(store, name))) {
            return paths.filter(path -> path.getFileName().toString().startsWith("data-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void listAndInfoShowWhatIsKept() {
        Outcome list = Outcome.of("store", "list", store);
        assertEquals(0, list.code(), list.err());
        assertTrue(list.out().contains(name) && list.out().contains("complete"), list.out());
        assertTrue(list.out().contains("3000"), list.out());
        Outcome info = Outcome.of("store", "info", store, name);
        assertEquals(0, info.code(), info.err());
        assertTrue(info.out().contains("lineage") && info.out().contains("the whole run"), info.out());
        JsonObject object = JsonParser.parseString(
                        Outcome.of("store", "info", store, "--json").out())
                .getAsJsonObject();
        JsonObject entry = object.getAsJsonArray("entries").get(0).getAsJsonObject();
        assertEquals(name, entry.get("name").getAsString());
        assertEquals(3000, entry.get("records").getAsLong());
        assertTrue(entry.getAsJsonObject("lineage").size() > 0);
    }

    @Test
    void damageIsNamedWithExitCodeOneAndRepaired() throws IOException {
        assertEquals(0, Outcome.of("store", "verify", store).code());
        byte[] bytes = Files.readAllBytes(data());
        bytes[bytes.length / 2] ^= 1;
        Files.write(data(), bytes);
        Outcome damaged = Outcome.of("store", "verify", store);
        assertEquals(1, damaged.code());
        assertTrue(damaged.out().contains("fails its checksum"), damaged.out());
        Outcome json = Outcome.of("store", "verify", store, "--json");
        JsonArray entries = JsonParser.parseString(json.out()).getAsJsonObject().getAsJsonArray("entries");
        assertEquals(
                1, entries.get(0).getAsJsonObject().getAsJsonArray("findings").size());
        Outcome loaded = Outcome.of("run", "--sim-records", "3000", "--store", store);
        assertEquals(1, loaded.code(), loaded.out());
        assertTrue(loaded.err().contains("fails its checksum"), loaded.err());
        Outcome repaired = Outcome.of("store", "repair", store);
        assertEquals(0, repaired.code(), repaired.err());
        assertTrue(repaired.out().contains("marked so"), repaired.out());
        assertEquals(0, Outcome.of("store", "verify", store).code());
    }

    @Test
    void wrongWordsAreNamed() {
        for (String[] wrong : new String[][] {
            {"store", "lst", store},
            {"store", "list", folder.resolve("none").toString()},
            {"store", "list", folder.toString()},
            {"store", "verify", store, "other"},
            {"store", "clean", store, name},
            {"store", "list"}
        }) {
            Outcome refused = Outcome.of((Object[]) wrong);
            assertEquals(2, refused.code(), refused.err());
            assertFalse(refused.err().isBlank());
        }
    }

    @Test
    void cleaningSaysWhatItRemoved() {
        Outcome cleaned = Outcome.of("store", "clean", store);
        assertEquals(0, cleaned.code(), cleaned.err());
        assertEquals("0 folders removed, 0 B freed\n", cleaned.out());
        assertTrue(Outcome.of("store", "clean", store, "--json").out().contains("\"removed\":[]"));
    }
}
