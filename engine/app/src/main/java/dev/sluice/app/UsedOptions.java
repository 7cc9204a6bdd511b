package dev.sluice.app;

import dev.sluice.context.Configuration;
import dev.sluice.context.Setting;
import dev.sluice.context.SettingLayer;
import dev.sluice.record.NearestName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which plugins a target takes, and whether settings are for them. Immutable.
///
/// A file may be for many runs, so it may set options of any plugin that is known; what is set on the command line is
/// meant for this run, so it must be used.
final class UsedOptions {
    private final List<KnownPlugin> present;
    private final String target;
    private final String source;
    private final List<KnownPlugin> chain;

    /// The plugins of `present` that `target` takes; `source` names the one of them that reads, for messages.
    ///
    /// @throws UsageException if none of them provides it
    UsedOptions(List<KnownPlugin> present, String source, String target) {
        this.present = present;
        this.source = source;
        this.target = target;
        this.chain = chain(present, target);
    }

    /// The plugins that the target takes, in the order in which they were given.
    List<KnownPlugin> chain() {
        return chain;
    }

    private static List<KnownPlugin> chain(List<KnownPlugin> plugins, String target) {
        List<String> names =
                plugins.stream().map(KnownPlugin::provides).distinct().toList();
        if (!names.contains(target)) {
            throw new UsageException("no plugin provides '" + target + "'" + NearestName.suggestion(target, names)
                    + "; there are " + String.join(", ", names));
        }
        Set<String> needed = new HashSet<>(List.of(target));
        for (List<String> more = List.of(target); !more.isEmpty(); ) {
            List<String> wanted = more;
            more = plugins.stream()
                    .filter(plugin -> wanted.contains(plugin.provides()))
                    .flatMap(plugin -> plugin.dependsOn().stream())
                    .filter(needed::add)
                    .toList();
        }
        return plugins.stream()
                .filter(plugin -> needed.contains(plugin.provides()))
                .toList();
    }

    /// Checks that all settings fit plugins that are known, and those of the command line some that the target takes.
    ///
    /// @throws UsageException if one does not; the message names what was set, where, and whose option it is
    void require(Configuration configuration) {
        List<KnownPlugin> known = new ArrayList<>(present);
        known.addAll(KnownPlugin.all());
        requireFit(configuration, known);
        configuration.settings().stream()
                .filter(setting -> setting.layer() == SettingLayer.COMMAND_LINE)
                .forEach(this::requireUsed);
    }

    /// Checks that all settings fit some of `plugins`, whether they are used or not.
    ///
    /// @throws UsageException if one does not
    static void requireFit(Configuration configuration, List<KnownPlugin> plugins) {
        try {
            configuration.requireFit(plugins.stream().map(KnownPlugin::owner).toList());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage(), wrong);
        }
    }

    private void requireUsed(Setting setting) {
        if (owner(chain, setting).isPresent()) {
            return;
        }
        Optional<KnownPlugin> other = owner(present, setting);
        if (other.isPresent()) {
            throw unused(
                    setting,
                    other.get(),
                    "which --target " + target + " does not use; leave it out, or ask for --target "
                            + other.get().provides());
        }
        owner(KnownPlugin.all(), setting).ifPresent(absent -> {
            throw unused(
                    setting, absent, "but this run reads from " + source + ", which does not use it; leave it out");
        });
    }

    private static UsageException unused(Setting setting, KnownPlugin owner, String why) {
        return new UsageException("option '" + setting.name() + "' belongs to " + owner.name() + " (" + owner.help()
                + "), " + why + " (set by " + setting.origin() + ")");
    }

    private static Optional<KnownPlugin> owner(List<KnownPlugin> plugins, Setting setting) {
        return plugins.stream()
                .filter(plugin -> plugin.owner().option(setting).isPresent())
                .findFirst();
    }
}
