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
        List<String> names = new ArrayList<>();
        for (String name : option.text().split(",", -1)) {
            if (name.isBlank()) {
                throw option.wrong("has an empty name in it; name types of data as in features,baseline");
            }
            if (names.contains(name.strip())) {
                throw option.wrong("names '" + name.strip() + "' twice; name each type of data once");
            }
            names.add(name.strip());
        }
        return List.copyOf(names);
    }
}
