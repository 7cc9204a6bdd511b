package dev.sluice.session.input;

import dev.sluice.context.Configuration;
import dev.sluice.context.EffectiveOption;
import dev.sluice.formats.InputSettings;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.session.catalogue.KnownPlugin;
import dev.sluice.session.request.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tells the readers of inputs what a configuration says. Stateless.
public final class SourceSettings {
    private SourceSettings() {}

    /// The same where it is not known from what else the targets are computed.
    ///
    /// @throws UsageException if a value does not fit an option of such a source
    public static InputSettings of(Configuration configuration, FailurePolicy policy, List<String> targets) {
        return of(configuration, policy, targets, List.of());
    }

    /// What a configuration says to a source of files from which `targets` are computed, as they are from each of
    /// `sources`.
    ///
    /// @throws UsageException if a value does not fit an option of such a source
    public static InputSettings of(
            Configuration configuration, FailurePolicy policy, List<String> targets, List<String> sources) {
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
        return new InputSettings(byName, policy, null, null, targets, sources);
    }
}
