package dev.sluice.app;

import dev.sluice.record.NearestName;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/// An option that takes a value, read when it is asked for.
///
/// Options are declared by calls and not by annotations: reflection costs a tenth of a second at every start.
final class ValueOption {
    private final String name;
    private final OptionSpec spec;

    /// The option `name`, shown in help as `name=label`.
    ValueOption(String name, String label, String description) {
        this.name = name;
        this.spec = OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    /// An option without a value: `true` if it is given.
    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    /// An option that may be given again and again, with a value each time.
    static OptionSpec list(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .arity("1")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(description)
                .build();
    }

    /// Whether a flag is given.
    static boolean isGiven(OptionSpec flag) {
        return Boolean.TRUE.equals(flag.getValue());
    }

    /// The values of a list, none if it is not given.
    ///
    /// @throws UsageException if one of them is empty
    static List<String> values(OptionSpec list) {
        List<String> values = list.getValue();
        if (values == null) {
            return List.of();
        }
        values.forEach(value -> requireText(list.longestName(), value));
        return values;
    }

    /// A shell variable that is not set leaves an empty value, which would be read as a name or a folder.
    private static void requireText(String name, String value) {
        if (value.isBlank()) {
            throw new UsageException(name + "='" + value + "' is empty; give a value, or leave " + name + " out");
        }
    }

    /// The option as it is written.
    String name() {
        return name;
    }

    /// The declaration.
    OptionSpec spec() {
        return spec;
    }

    /// The value; null if the option is not given.
    ///
    /// @throws UsageException if it is empty
    String text() {
        String text = spec.getValue();
        if (text != null) {
            requireText(name, text);
        }
        return text;
    }

    /// The value as a whole number; null if the option is not given.
    ///
    /// @throws UsageException if it is none, or below `least` or above `most`
    Long whole(long least, long most) {
        String text = text();
        if (text == null) {
            return null;
        }
        try {
            long number = Long.parseLong(text.replace("_", ""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notWhole) {
            throw wrong("is not a whole number");
        }
        throw wrong(most == Long.MAX_VALUE ? "is below " + least : "is not within " + least + " and " + most);
    }

    /// The constant that the value stands for; `otherwise` if the option is not given.
    ///
    /// @throws UsageException if there is no such constant; the message lists the words and suggests the nearest
    <E extends Enum<E>> E word(Class<E> type, E otherwise) {
        String text = text();
        if (text == null) {
            return otherwise;
        }
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(Words::of).toList();
        int place = words.indexOf(text);
        if (place < 0) {
            throw wrong("is none of " + String.join(", ", words) + NearestName.suggestion(text, words));
        }
        return type.getEnumConstants()[place];
    }

    /// What to throw where the value is wrong: `--name=value`, and why.
    UsageException wrong(String why) {
        return new UsageException(name + "=" + text() + " " + why);
    }
}
