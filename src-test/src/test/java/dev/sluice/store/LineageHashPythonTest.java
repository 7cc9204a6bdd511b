package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.fixtures.Python;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Text, order and hash of any values, against Python, which reads our JSON and hashes what it read by strax's rule.
final class LineageHashPythonTest {
    private static final String SCRIPT = "import base64, hashlib, json, sys\n"
            + "def pairs(value):\n"
            + "    if isinstance(value, dict):\n"
            + "        return [[key, pairs(value[key])] for key in sorted(value)]\n"
            + "    return [pairs(inside) for inside in value] if isinstance(value, list) else value\n"
            + "for line in open(sys.argv[1]):\n"
            + "    text = json.dumps(pairs(json.loads(line)))\n"
            + "    digest = hashlib.sha1(text.encode('ascii')).digest()\n"
            + "    print(base64.b32encode(digest)[:10].decode('ascii').lower() + ' ' + text)\n";

    /// Letters that Python escapes, sorts beyond others, or neither; two are halves of pairs.
    private static final String LETTERS = "aB_\"\\/\n\t\b\f\r\0\u007F\u0080µ\u2028\uD7FF\uD83D\uDE00\uE000\uFF21\uFFFF";

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anyValueHashesAsInPython(long seed, @TempDir Path folder) throws IOException, InterruptedException {
        Random random = new Random(seed);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            values.add(value(random, 0));
        }
        List<String> lines = values.stream()
                .map(value -> PythonJson.text(TrackedValue.of(value)))
                .toList();
        List<String> answers = Python.answers(SCRIPT, lines, folder);
        assertEquals(values.size(), answers.size(), "seed=" + seed);
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            assertEquals(
                    answers.get(i), LineageHash.of(value) + " " + LineageHash.input(value), "seed=" + seed + ", " + i);
        }
    }

    private static Object value(Random random, int depth) {
        int kind = random.nextInt(depth < 4 ? 9 : 7);
        if (kind == 7) {
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                list.add(value(random, depth + 1));
            }
            return list;
        }
        if (kind == 8) {
            Map<String, Object> map = new HashMap<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                map.put(text(random), value(random, depth + 1));
            }
            return map;
        }
        return scalar(random, kind);
    }

    private static Object scalar(Random random, int kind) {
        return switch (kind) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> new BigInteger(random.nextInt(200), random).negate();
            case 4 -> Double.longBitsToDouble(random.nextLong());
            case 5 -> random.nextInt(1000) / 10f;
            default -> text(random);
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
