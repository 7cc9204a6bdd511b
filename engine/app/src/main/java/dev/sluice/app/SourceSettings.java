package dev.sluice.app;

import dev.sluice.plugin.FailurePolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a source may need to know when it is made: the options that were set, and what to do about broken data.
///
/// @param options   values by name
/// @param policy    what to do about data that cannot be read
/// @param inputType what the records of a `.npy` file are; null if their fields tell
record SourceSettings(Map<String, String> options, FailurePolicy policy, String inputType) {
    /// Reads `option=value` each; of several values for an option the last one holds.
    ///
    /// @throws UsageException if one is not of that form
    static SourceSettings parse(List<String> settings, FailurePolicy policy) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--set " + setting + " has no value; write --set option=value, for example"
                        + " --set peak_range=40:90");
            }
            byName.put(setting.substring(0, equals).strip(), setting.substring(equals + 1));
        }
        return new SourceSettings(byName, policy, null);
    }

    /// The same for records that are of this type of data.
    SourceSettings withInputType(String name) {
        return new SourceSettings(options, policy, name);
    }
}
