package dev.sluice.internal.run;

import dev.sluice.plugin.Option;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Says in the names of a plugin's options what a kernel refuses in its own: `gap_threshold=10` where the kernel calls
/// it `gapThreshold`, `savitzky_golay_degree=7` where it calls it `degree`. Stateless.
final class OptionWords {
    private static final String KERNELS = "dev.sluice.kernels.";
    private static final Pattern NAMED = Pattern.compile("\\b([a-z]+([A-Z][a-z]*)+\\b|[a-z]+(?==))");

    private OptionWords() {}

    /// The failure of a plugin that has these options; the same if no kernel threw it, or it names none of them.
    static Exception of(List<Option<?>> options, Exception failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        boolean refusal = failure instanceof IllegalArgumentException
                && failure.getMessage() != null
                && stack.length > 0
                && stack[0].getClassName().startsWith(KERNELS);
        if (!refusal) {
            return failure;
        }
        String message = failure.getMessage();
        String told = NAMED.matcher(message).replaceAll(name -> option(options, name, message));
        return told.equals(message) ? failure : new IllegalArgumentException(told, failure);
    }

    /// The option of that name; else the only one that ends in it; of several, the one whose beginning is mentioned. A
    /// name beside an option that ends in it and is written out means something else.
    private static String option(List<Option<?>> options, MatchResult match, String message) {
        String name = match.group().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        List<String> names = options.stream().<String>map(Option::name).toList();
        if (names.contains(name)) {
            return name;
        }
        List<String> ending =
                names.stream().filter(option -> option.endsWith("_" + name)).toList();
        if (ending.stream().anyMatch(option -> message.contains(camelCase(option) + "="))) {
            return match.group();
        }
        List<String> meant = ending.size() < 2
                ? ending
                : ending.stream()
                        .filter(option -> message.contains(option.substring(0, option.length() - name.length() - 1)))
                        .toList();
        return meant.size() == 1 ? meant.get(0) : match.group();
    }

    private static String camelCase(String option) {
        return Pattern.compile("_([a-z])")
                .matcher(option)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
