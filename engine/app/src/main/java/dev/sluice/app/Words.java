package dev.sluice.app;

import dev.sluice.record.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/// The words that stand for the constants of an enum on the command line: lower case, `-` for `_`. Stateless.
final class Words {
    private Words() {}

    /// The word for a constant.
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The constant for a word.
    ///
    /// @throws TypeConversionException if there is none; the message lists the words and suggests the nearest
    static <E extends Enum<E>> E parse(Class<E> type, String word) {
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(Words::of).toList();
        int place = words.indexOf(word.toLowerCase(Locale.ROOT));
        if (place < 0) {
            throw new TypeConversionException(
                    "'" + word + "' is none of " + String.join(", ", words) + NearestName.suggestion(word, words));
        }
        return type.getEnumConstants()[place];
    }
}
