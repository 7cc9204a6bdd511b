package dev.sluice.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.RandomText;
import dev.sluice.session.catalogue.BuiltIns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// C7: whatever an option is set to is a value that can be written and read back, or is refused by an
/// [IllegalArgumentException] that names the option.
final class OptionFuzzTest {
    private static final List<String> WORDS = List.of(
            "0",
            "1",
            "-1",
            "15",
            "40:90",
            "60:400",
            ":",
            "3:20.5",
            "1:3:7",
            ",",
            "-",
            "+",
            "e",
            "E9",
            ".",
            "0.5",
            "1e9",
            "negative",
            "positive",
            "true",
            "false",
            "auto",
            "none",
            "ns",
            "us",
            "ms",
            "s",
            "min",
            "h",
            "d",
            "1:2:3",
            "2147483647",
            "2147483648",
            "0:0,1:16",
            "x",
            " ",
            "inf",
            "nan");

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aValueIsTakenAndWrittenOrRefusedWithTheNameOfItsOption() {
        fuzz(1, 10_000);
    }

    /// What is refused at the end of a long text is not tried again from each place of it, and nothing calls itself.
    @ParameterizedTest
    @ValueSource(strings = {"7", "1_", "1,", "1:", "e", "-", ".5", " ", "0:1,"})
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aLongTextIsRefusedAtOnce(String piece) {
        for (Option<?> option : options()) {
            takes(option, piece.repeat(50_000 / piece.length()) + "x");
            takes(option, piece.repeat(50_000 / piece.length()) + "1");
        }
    }

    private static List<Option<?>> options() {
        List<Option<?>> options = new ArrayList<>(BuiltIns.waveDumpOptions());
        BuiltIns.computed().forEach(plugin -> options.addAll(plugin.spec().options()));
        return options;
    }

    /// As many as `-Dsluice.fuzz.runs` says, from `-Dsluice.fuzz.seed` on.
    @Test
    @Tag("slow")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void soItIsForManyMore() {
        fuzz(Long.getLong("sluice.fuzz.seed", 1_000_000), Long.getLong("sluice.fuzz.runs", 1_000_000));
    }

    private static void fuzz(long first, long runs) {
        List<Option<?>> options = options();
        int taken = 0;
        for (long seed = first; seed < first + runs; seed++) {
            RandomText texts = new RandomText(seed, WORDS);
            Option<?> option = options.get(texts.random().nextInt(options.size()));
            Object setting = setting(option, texts);
            try {
                taken += takes(option, setting) ? 1 : 0;
            } catch (Throwable fault) {
                String message = String.valueOf(setting);
                throw new AssertionError(
                        "seed=" + seed + ", " + option.name() + " (" + option.typeName() + ") = "
                                + message.substring(0, Math.min(300, message.length())),
                        fault);
            }
        }
        assertTrue(taken > runs / 50, taken + " of " + runs + " are taken: the test tests nothing else");
    }

    private static Object setting(Option<?> option, RandomText texts) {
        Random random = texts.random();
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong() >> random.nextInt(64);
            case 1 -> Double.longBitsToDouble(random.nextLong());
            case 2 -> List.of(1, "x", 2.5, Map.of(), true, (short) 3, 1.5f).get(random.nextInt(7));
            case 3, 4 -> texts.words(6);
            default -> texts.mutated(option.defaultText());
        };
    }

    private static <T> boolean takes(Option<T> option, Object setting) {
        T value;
        try {
            value = option.value(setting);
        } catch (IllegalArgumentException refused) {
            assertEquals(IllegalArgumentException.class, refused.getClass());
            assertTrue(refused.getMessage().contains(option.name()), refused.getMessage());
            return false;
        }
        T again = option.value(option.format(value));
        assertEquals(option.canonical(value), option.canonical(again), () -> "written as " + option.format(value));
        return true;
    }
}
