package dev.sluice.context;

import dev.sluice.plugin.Option;
import dev.sluice.record.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Says what is wrong with a setting that is for no option at all, and what was probably meant. Stateless.
final class UnknownOption {
    private UnknownOption() {}

    /// One sentence. Any option of `owners` may have been meant; where none is near, those of `used` are listed.
    static String message(Setting setting, Collection<OptionOwner> owners, Collection<OptionOwner> used) {
        List<OptionOwner> addressed = owners.stream()
                .filter(owner -> setting.plugin().isEmpty() || owner.isCalled(setting.plugin()))
                .toList();
        if (addressed.isEmpty() && !setting.plugin().isEmpty()) {
            return plugin(setting.plugin(), owners);
        }
        String who = setting.plugin().isEmpty() ? "no plugin has an" : "plugin '" + setting.plugin() + "' has no";
        List<String> all = names(addressed, option -> true);
        if (setting.channel().isPresent() && all.contains(setting.option())) {
            return "option '" + setting.option() + "' is not per channel, so it has one value for all; "
                    + list("per channel", names(owners, Option::isPerChannel), owners);
        }
        String what = who + " option '" + setting.option() + "'";
        boolean near = !NearestName.suggestion(setting.option(), all).isEmpty();
        if (all.isEmpty() || near || !setting.plugin().isEmpty() || used.size() == owners.size()) {
            return what
                    + (all.isEmpty()
                            ? "; " + list("there", all, addressed)
                            : NearestName.choices(setting.option(), "there are", all));
        }
        return what + "; " + list("those of this run", names(used, option -> true), used);
    }

    private static String plugin(String name, Collection<OptionOwner> owners) {
        List<String> dataTypes = owners.stream()
                .flatMap(owner -> owner.dataTypes().stream())
                .distinct()
                .sorted()
                .toList();
        List<String> names = Stream.concat(dataTypes.stream(), owners.stream().map(OptionOwner::name))
                .toList();
        String near = NearestName.suggestion(name, names);
        return "no plugin is called '" + name + "'"
                + (near.isEmpty() || dataTypes.size() <= NearestName.FEW
                        ? NearestName.followed(near, list("plugins", dataTypes, owners))
                        : near);
    }

    private static List<String> names(Collection<OptionOwner> owners, Predicate<Option<?>> wanted) {
        return owners.stream()
                .flatMap(owner -> owner.options().stream())
                .filter(wanted)
                .<String>map(Option::name)
                .distinct()
                .sorted()
                .toList();
    }

    private static String list(String what, List<String> names, Collection<OptionOwner> owners) {
        String none = owners.isEmpty() ? "none: register a plugin first" : "none";
        return what + " are " + (names.isEmpty() ? none : String.join(", ", names));
    }
}
