package dev.sluice.formats;

import dev.sluice.plugin.FailurePolicy;
import java.util.List;
import java.util.Map;

/// What a request says to the reader of a run. Immutable.
///
/// @param options  values of the source's options by name
/// @param policy   what to do about data that cannot be read
/// @param dataType what the records are, such as `hits`; null if the input says it
/// @param run      which run of a folder of many; null if none was named
/// @param targets  what is to be computed, so that a folder of many types gives the one nearest to it
/// @param sources  types of data from each of which alone all targets are computed, the nearest first
public record InputSettings(
        Map<String, String> options,
        FailurePolicy policy,
        String dataType,
        String run,
        List<String> targets,
        List<String> sources) {
    /// Copies the options.
    public InputSettings {
        options = Map.copyOf(options);
        targets = List.copyOf(targets);
        sources = List.copyOf(sources);
    }

    /// The same of records that are of that type.
    public InputSettings holding(String type) {
        return new InputSettings(options, policy, type, run, targets, sources);
    }

    /// Nothing is said; what cannot be read ends the run.
    public static InputSettings plain() {
        return new InputSettings(Map.of(), FailurePolicy.FAIL, null, null, List.of(), List.of());
    }
}
