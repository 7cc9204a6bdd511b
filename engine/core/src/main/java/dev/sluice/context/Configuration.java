package dev.sluice.context;

import dev.sluice.plugin.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// What options of plugins were set to, by whom, and which setting holds where several do. Immutable.
///
/// From weak to strong: the default; a file, for all plugins, for one plugin, for one channel; the program, in the same
/// order; the command line, in the same order. Of two alike the later one holds. A value for one channel changes that
/// channel of what holds without it; a stronger value for all channels replaces both.
public final class Configuration {
    /// Nothing set.
    public static final Configuration EMPTY = new Configuration(List.of());

    private final List<Setting> settings;

    private Configuration(List<Setting> settings) {
        this.settings = settings;
    }

    /// These settings, in the order in which they were made.
    public static Configuration of(Collection<Setting> settings) {
        return new Configuration(List.copyOf(settings));
    }

    /// This and, after it, `more`.
    public Configuration with(Configuration more) {
        List<Setting> both = new ArrayList<>(settings);
        both.addAll(more.settings);
        return new Configuration(List.copyOf(both));
    }

    /// All settings, in the order in which they were made.
    public List<Setting> settings() {
        return settings;
    }

    /// The settings for options of `owners`; a file may be for other plugins too.
    public Configuration applicableTo(Collection<OptionOwner> owners) {
        return new Configuration(settings.stream()
                .filter(setting ->
                        owners.stream().anyMatch(owner -> owner.option(setting).isPresent()))
                .toList());
    }

    /// Checks that each setting is for an option of `owners`, and fits all options that it is for.
    ///
    /// @throws IllegalArgumentException if one does not: names option, value, type, unit, limit and origin, and
    ///     suggests what was meant
    public void requireFit(Collection<OptionOwner> owners) {
        for (Setting setting : settings) {
            List<Option<?>> meant = owners.stream()
                    .flatMap(owner -> owner.option(setting).stream())
                    .toList();
            if (meant.isEmpty()) {
                throw at(setting, UnknownOption.message(setting, owners), null);
            }
            meant.forEach(option -> changed(EffectiveOption.unset(option), setting));
        }
    }

    /// The options of `owner`, in the order in which it declares them.
    ///
    /// @throws IllegalArgumentException if a setting does not fit
    public List<EffectiveOption<?>> effective(OptionOwner owner) {
        List<EffectiveOption<?>> effective = new ArrayList<>();
        for (Option<?> option : owner.options()) {
            effective.add(effective(owner, option));
        }
        return effective;
    }

    private <T> EffectiveOption<T> effective(OptionOwner owner, Option<T> option) {
        EffectiveOption<T> effective = EffectiveOption.unset(option);
        for (Setting setting : settings.stream()
                .filter(setting -> owner.option(setting).filter(option::equals).isPresent())
                .sorted(Comparator.comparingInt(Setting::rank))
                .toList()) {
            effective = changed(effective, setting);
        }
        return effective;
    }

    private static <T> EffectiveOption<T> changed(EffectiveOption<T> before, Setting setting) {
        Option<T> option = before.option();
        try {
            if (setting.channel().isEmpty()) {
                return new EffectiveOption<>(option, option.value(setting.value()), List.of(setting.origin()));
            }
            List<String> origins = new ArrayList<>(before.origins());
            origins.add(setting.origin());
            int channel = setting.channel().getAsInt();
            return new EffectiveOption<>(option, option.withChannel(before.value(), channel, setting.value()), origins);
        } catch (IllegalArgumentException wrong) {
            throw at(setting, wrong.getMessage(), wrong);
        }
    }

    private static IllegalArgumentException at(Setting setting, String message, Throwable cause) {
        return new IllegalArgumentException(message + " (set by " + setting.origin() + ")", cause);
    }
}
