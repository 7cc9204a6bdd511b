package dev.sluice.session.catalogue;

import dev.sluice.context.Configuration;
import dev.sluice.context.Setting;
import dev.sluice.context.SettingLayer;
import dev.sluice.record.NearestName;
import dev.sluice.session.request.UsageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which plugins some targets take, and whether settings are for them. Immutable.
///
/// A file may be for many runs, so it may set options of any plugin that is known; what is set one by one is
/// meant for this run, so it must be used.
public final class UsedOptions {
    private final List<KnownPlugin> present;
    private final List<KnownPlugin> known;
    private final List<String> targets;
    private final String source;
    private final List<KnownPlugin> chain;

    /// The plugins of `present` that the targets take, of all that are `known`; `source` names the one that reads, for
    /// messages.
    ///
    /// @throws UsageException if none of them provides a target
    public UsedOptions(List<KnownPlugin> present, List<KnownPlugin> known, String source, List<String> targets) {
        this.present = present;
        this.known = known;
        this.source = source;
        this.targets = targets;
        this.chain = chain(present, targets);
    }

    /// The plugins that the targets take, in the order in which they were given.
    public List<KnownPlugin> chain() {
        return chain;
    }

    private static List<KnownPlugin> chain(List<KnownPlugin> plugins, List<String> targets) {
        List<String> names = plugins.stream()
                .flatMap(plugin -> plugin.products().stream())
                .distinct()
                .toList();
        for (String target : targets) {
            if (!names.contains(target)) {
                throw new UsageException(
                        "no plugin provides '" + target + "'" + NearestName.choices(target, "there are", names));
            }
        }
        Set<String> needed = new HashSet<>(targets);
        for (List<String> more = targets; !more.isEmpty(); ) {
            List<String> wanted = more;
            more = plugins.stream()
                    .filter(plugin -> plugin.providesAny(wanted))
                    .flatMap(plugin -> plugin.dependsOn().stream())
                    .filter(needed::add)
                    .toList();
        }
        return plugins.stream().filter(plugin -> plugin.providesAny(needed)).toList();
    }

    /// Checks that all settings fit plugins that are known, and those set one by one some that the targets take.
    ///
    /// @throws UsageException if one does not; the message names what was set, where, and whose option it is
    public void require(Configuration configuration) {
        List<KnownPlugin> any = new ArrayList<>(present);
        any.addAll(known);
        requireFit(configuration, any, chain);
        configuration.settings().stream()
                .filter(setting -> setting.layer() == SettingLayer.COMMAND_LINE)
                .forEach(this::requireUsed);
    }

    /// Checks that all settings fit some of `plugins`, whether they are used or not.
    ///
    /// @throws UsageException if one does not
    public static void requireFit(Configuration configuration, List<KnownPlugin> plugins) {
        requireFit(configuration, plugins, plugins);
    }

    private static void requireFit(Configuration configuration, List<KnownPlugin> plugins, List<KnownPlugin> used) {
        try {
            configuration.requireFit(
                    plugins.stream().map(KnownPlugin::owner).toList(),
                    used.stream().map(KnownPlugin::owner).toList());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage(), wrong);
        }
    }

    private void requireUsed(Setting setting) {
        if (owner(chain, setting).isPresent()) {
            return;
        }
        List<KnownPlugin> others = owners(present, setting);
        if (!others.isEmpty()) {
            throw unused(
                    setting,
                    others,
                    "which --target " + String.join(",", targets) + " does not use; leave it out, or ask for --target "
                            + others.stream().map(KnownPlugin::provides).collect(Collectors.joining(" or ")));
        }
        List<KnownPlugin> absent = owners(known, setting);
        if (!absent.isEmpty()) {
            throw unused(
                    setting, absent, "but this run reads from " + source + ", which does not use it; leave it out");
        }
    }

    private static UsageException unused(Setting setting, List<KnownPlugin> owners, String why) {
        String names = owners.size() == 1
                ? owners.get(0).name() + " (" + owners.get(0).help() + ")"
                : owners.stream().map(KnownPlugin::name).collect(Collectors.joining(", "));
        return new UsageException("option '" + setting.name() + "' belongs to " + names + ", " + why + " (set by "
                + setting.origin() + ")");
    }

    private static List<KnownPlugin> owners(List<KnownPlugin> plugins, Setting setting) {
        return plugins.stream()
                .filter(plugin -> plugin.owner().option(setting).isPresent())
                .toList();
    }

    private static Optional<KnownPlugin> owner(List<KnownPlugin> plugins, Setting setting) {
        return plugins.stream()
                .filter(plugin -> plugin.owner().option(setting).isPresent())
                .findFirst();
    }
}
