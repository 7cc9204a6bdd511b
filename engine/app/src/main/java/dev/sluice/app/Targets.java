package dev.sluice.app;

import java.util.ArrayList;
import java.util.List;

/// Reads the names of the types of data that are wanted. Stateless.
final class Targets {
    private Targets() {}

    /// `a,b`: each name once, in that order.
    ///
    /// @throws UsageException if a name is empty or given twice
    static List<String> parse(ValueOption option) {
        return parse(option.name(), option.text());
    }

    /// The same, for what is called `argument`.
    ///
    /// @throws UsageException if a name is empty or given twice
    static List<String> parse(String argument, String text) {
        List<String> names = new ArrayList<>();
        for (String name : text.split(",", -1)) {
            if (name.isBlank()) {
                throw new UsageException(
                        argument + "=" + text + " has an empty name in it; name types of data as in features,baseline");
            }
            if (names.contains(name.strip())) {
                throw new UsageException(
                        argument + "=" + text + " names '" + name.strip() + "' twice; name each type of data once");
            }
            names.add(name.strip());
        }
        return List.copyOf(names);
    }
}
