package dev.sluice.context;

import dev.sluice.kernels.channel.Boards;
import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.plugin.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What options of plugins were set to, by whom, and which setting holds where several do. Immutable.
///
/// From weak to strong: the default; what the input says; a file, for all plugins, for one plugin, for one channel;
/// the program, in the same order; the command line, in the same order. Of two alike the later one holds. A value for
/// one channel, or a list that names channels only, changes these channels of what holds without it; a stronger value
/// for all channels replaces both. Where a plugin has a channel map, channels go by their numbers in it.
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
        requireFit(owners, owners);
    }

    /// The same, where `used` are those of the owners that a run takes: where nothing was probably meant, the message
    /// lists their options only.
    public void requireFit(Collection<OptionOwner> owners, Collection<OptionOwner> used) {
        for (Setting setting : settings) {
            List<Option<?>> meant = owners.stream()
                    .flatMap(owner -> owner.option(setting).stream())
                    .toList();
            if (meant.isEmpty()) {
                throw at(setting, UnknownOption.message(setting, owners, used), null);
            }
            meant.forEach(option -> fit(option, setting));
        }
    }

    private static <T> void fit(Option<T> option, Setting setting) {
        EffectiveOption<T> unset = EffectiveOption.unset(option);
        if (setting.channel().isEmpty()) {
            changed(unset, setting, Boards.NONE);
        } else {
            changed(unset, List.of(setting), Boards.NONE);
        }
    }

    /// The options of `owner`, in the order in which it declares them.
    ///
    /// @throws IllegalArgumentException if a setting does not fit
    public List<EffectiveOption<?>> effective(OptionOwner owner) {
        Boards boards = boards(owner);
        List<EffectiveOption<?>> effective = new ArrayList<>();
        for (Option<?> option : owner.options()) {
            effective.add(effective(owner, option, boards));
        }
        return effective;
    }

    /// The channel map of a plugin, whose channels go by their numbers in it.
    private Boards boards(OptionOwner owner) {
        for (Option<?> option : owner.options()) {
            if (option.defaultValue() instanceof Boards) {
                return (Boards) effective(owner, option, Boards.NONE).value();
            }
        }
        return Boards.NONE;
    }

    private <T> EffectiveOption<T> effective(OptionOwner owner, Option<T> option, Boards boards) {
        EffectiveOption<T> effective = EffectiveOption.unset(option);
        List<Setting> meant = settings.stream()
                .filter(setting -> setting.option().equals(option.name()) && owner.has(option, setting))
                .sorted(Comparator.comparingInt(Setting::rank))
                .toList();
        for (int from = 0, to; from < meant.size(); from = to) {
            to = from + 1;
            if (meant.get(from).channel().isEmpty()) {
                effective = changed(effective, meant.get(from), boards);
                continue;
            }
            while (to < meant.size() && meant.get(to).rank() == meant.get(from).rank()) {
                to++;
            }
            effective = changed(effective, meant.subList(from, to), boards);
        }
        return effective;
    }

    /// The option with a setting that names no channel, or names them in a list.
    private static <T> EffectiveOption<T> changed(EffectiveOption<T> before, Setting setting, Boards boards) {
        Option<T> option = before.option();
        try {
            List<String> origins = new ArrayList<>(option.replaces(setting.value()) ? List.of() : before.origins());
            origins.add(setting.origin());
            return new EffectiveOption<>(option, option.over(before.value(), setting.value(), boards::number), origins);
        } catch (IllegalArgumentException wrong) {
            throw at(setting, wrong.getMessage(), wrong);
        }
    }

    /// The option with settings for one channel each, of one rank: of two for one channel the later one holds.
    private static <T> EffectiveOption<T> changed(EffectiveOption<T> before, List<Setting> each, Boards boards) {
        Map<ChannelKey, Object> values = new TreeMap<>();
        Setting last = each.get(each.size() - 1);
        try {
            for (Setting setting : each) {
                last = setting;
                values.put(boards.number(setting.channel().get()), String.valueOf(setting.value()));
            }
            List<String> origins = new ArrayList<>(before.origins());
            each.forEach(setting -> origins.add(setting.origin()));
            return new EffectiveOption<>(
                    before.option(), before.option().withChannels(before.value(), values), origins);
        } catch (IllegalArgumentException wrong) {
            throw at(last, wrong.getMessage(), wrong);
        }
    }

    private static IllegalArgumentException at(Setting setting, String message, Throwable cause) {
        return new IllegalArgumentException(message + " (set by " + setting.origin() + ")", cause);
    }
}
