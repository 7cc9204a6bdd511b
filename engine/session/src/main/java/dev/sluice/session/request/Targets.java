package dev.sluice.session.request;

import dev.sluice.analysis.feature.Features;
import java.util.ArrayList;
import java.util.List;

/// Reads the names of the types of data that are wanted. Stateless.
public final class Targets {
    private Targets() {}

    /// What a request computes, one at least.
    ///
    /// @throws UsageException if a name is empty or given twice
    public static List<String> of(SessionRequest request) {
        String text = request.text(SessionOption.TARGET);
        return text == null ? List.of(Features.DATA_TYPE) : parse(SessionOption.TARGET.word(), text);
    }

    /// `a,b`: each name once, in that order; `argument` names the text in messages.
    ///
    /// @throws UsageException if a name is empty or given twice
    public static List<String> parse(String argument, String text) {
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
