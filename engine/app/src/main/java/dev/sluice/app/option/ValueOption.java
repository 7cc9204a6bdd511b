package dev.sluice.app.option;

import dev.sluice.session.request.OptionValue;
import dev.sluice.session.request.UsageException;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/// An option that takes a value, read when it is asked for.
///
/// Options are declared by calls and not by annotations: reflection costs a tenth of a second at every start.
public final class ValueOption {
    private final String name;
    private final OptionSpec spec;

    /// The option `name`, shown in help as `name=label`.
    public ValueOption(String name, String label, String description) {
        this.name = name;
        this.spec = OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    /// An option without a value: `true` if it is given.
    public static OptionSpec flag(String name, String description) {
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
    public static boolean isGiven(OptionSpec flag) {
        return Boolean.TRUE.equals(flag.getValue());
    }

    /// The values of a list, none if it is not given.
    ///
    /// @throws UsageException if one of them is empty
    static List<String> values(OptionSpec list) {
        List<String> values = list.getValue();
        return values == null ? List.of() : OptionValue.texts(list.longestName(), values);
    }

    /// The option as it is written.
    String name() {
        return name;
    }

    /// The declaration.
    public OptionSpec spec() {
        return spec;
    }

    /// The value as it was given.
    OptionValue value() {
        return new OptionValue(name, spec.getValue());
    }

    /// The value; null if the option is not given.
    ///
    /// @throws UsageException if it is empty
    public String text() {
        return value().text();
    }

    /// The value as a whole number; null if the option is not given.
    ///
    /// @throws UsageException if it is none, or below `least` or above `most`
    public Long whole(long least, long most) {
        return value().whole(least, most);
    }

    /// The constant that the value stands for; `otherwise` if the option is not given.
    ///
    /// @throws UsageException if there is no such constant; the message lists the words and suggests the nearest
    public <E extends Enum<E>> E word(Class<E> type, E otherwise) {
        return value().word(type, otherwise);
    }

    /// What to throw where the value is wrong: `--name=value`, and why.
    public UsageException wrong(String why) {
        return value().wrong(why);
    }
}
