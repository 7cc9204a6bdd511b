package dev.sluice.session.input;

import dev.sluice.context.Configuration;
import dev.sluice.context.EffectiveOption;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.session.catalogue.KnownPlugin;
import dev.sluice.session.request.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a source may need to know when it is made: the options that were set, and what to do about broken data.
///
/// @param options   values by name
/// @param policy    what to do about data that cannot be read
/// @param inputType what the records of a `.npy` file are; null if their fields say it
public record SourceSettings(Map<String, String> options, FailurePolicy policy, String inputType) {
    /// What a configuration says to a source of files.
    ///
    /// @throws UsageException if a value does not fit an option of such a source
    public static SourceSettings of(Configuration configuration, FailurePolicy policy) {
        Map<String, String> byName = new LinkedHashMap<>();
        configuration.settings().forEach(setting -> byName.put(setting.option(), String.valueOf(setting.value())));
        try {
            for (EffectiveOption<?> option : configuration.effective(KnownPlugin.WAVE_DUMP.owner())) {
                if (option.isDefault()) {
                    byName.remove(option.option().name());
                } else {
                    byName.put(option.option().name(), option.text());
                }
            }
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage(), wrong);
        }
        return new SourceSettings(byName, policy, null);
    }

    /// The same for records that are of this type of data.
    SourceSettings withInputType(String name) {
        return new SourceSettings(options, policy, name);
    }
}
