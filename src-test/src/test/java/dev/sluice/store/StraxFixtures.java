package dev.sluice.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.sluice.fixtures.Recorded;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Data that strax itself wrote.
final class StraxFixtures {
    private StraxFixtures() {}

    static Path folder() {
        return Recorded.fixture("strax");
    }

    /// Every file below whose name ends so.
    static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /// A parsed value as maps, lists, numbers: whole ones apart from real ones.
    static Object tree(JsonElement element) {
        if (element.isJsonObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            element.getAsJsonObject().entrySet().forEach(entry -> map.put(entry.getKey(), tree(entry.getValue())));
            return map;
        }
        if (element.isJsonArray()) {
            List<Object> list = new ArrayList<>();
            element.getAsJsonArray().forEach(inside -> list.add(tree(inside)));
            return list;
        }
        return element.isJsonNull() ? null : scalar(element.getAsJsonPrimitive());
    }

    private static Object scalar(JsonPrimitive value) {
        if (value.isBoolean()) {
            return value.getAsBoolean();
        }
        if (value.isString()) {
            return value.getAsString();
        }
        String number = value.getAsString();
        return number.matches("-?[0-9]+") ? (Object) new BigInteger(number) : (Object) Double.valueOf(number);
    }

    @SuppressWarnings("unchecked")
    static Lineage lineage(JsonObject tree) {
        return Lineage.fromTree((Map<String, Object>) tree(tree));
    }
}
