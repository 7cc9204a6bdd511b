package dev.sluice.session.request;

import dev.sluice.record.NearestName;
import java.util.Arrays;
import java.util.List;

/// The value that an option was given, read when it is asked for. Immutable.
public final class OptionValue {
    private final String name;
    private final String text;

    /// The value `text` of the option `name`; null if it is not given.
    public OptionValue(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /// The values of an option that may be given again and again.
    ///
    /// @throws UsageException if one of them is empty
    public static List<String> texts(String name, List<String> values) {
        values.forEach(value -> requireText(name, value));
        return List.copyOf(values);
    }

    /// A shell variable that is not set leaves an empty value, which would be read as a name or a folder.
    private static void requireText(String name, String value) {
        if (value.isBlank()) {
            throw new UsageException(name + "='" + value + "' is empty; give a value, or leave " + name + " out");
        }
    }

    /// The option as it is written.
    public String name() {
        return name;
    }

    /// The value; null if the option is not given.
    ///
    /// @throws UsageException if it is empty
    public String text() {
        if (text != null) {
            requireText(name, text);
        }
        return text;
    }

    /// The value as a whole number; null if the option is not given.
    ///
    /// @throws UsageException if it is none, or below `least` or above `most`
    public Long whole(long least, long most) {
        if (text() == null) {
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
    public <E extends Enum<E>> E word(Class<E> type, E otherwise) {
        if (text() == null) {
            return otherwise;
        }
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(Spelling::of).toList();
        int place = words.indexOf(text);
        if (place < 0) {
            throw wrong("is none of " + String.join(", ", words) + NearestName.suggestion(text, words));
        }
        return type.getEnumConstants()[place];
    }

    /// What to throw where the value is wrong: `--name=value`, and why.
    public UsageException wrong(String why) {
        return new UsageException(name + "=" + text() + " " + why);
    }
}
