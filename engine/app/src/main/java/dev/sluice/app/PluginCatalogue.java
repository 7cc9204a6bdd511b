package dev.sluice.app;

import dev.sluice.context.FoundPlugin;
import dev.sluice.context.PluginDiscoveryException;
import dev.sluice.context.PluginLibrary;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugins.Filters;
import dev.sluice.plugins.FragmentFir;
import dev.sluice.plugins.SimulatedDetector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The plugins that a command may use: those built in, those of the class path, and those of jars. Owns the class
/// loaders of the jars, so it is closed after every context that uses it.
final class PluginCatalogue implements AutoCloseable {
    private final List<PluginLibrary> libraries;
    private final List<KnownPlugin> all;

    private PluginCatalogue(List<PluginLibrary> libraries, List<KnownPlugin> all) {
        this.libraries = libraries;
        this.all = all;
    }

    /// The catalogue with the plugins of these jars and folders of jars.
    ///
    /// @throws UsageException if a jar or a plugin in it cannot be used, or provides what another plugin does
    static PluginCatalogue open(List<Path> places) {
        List<PluginLibrary> libraries = new ArrayList<>();
        try {
            libraries.add(PluginLibrary.discover(PluginCatalogue.class.getClassLoader()));
            libraries.add(PluginLibrary.open(places));
            List<KnownPlugin> all = new ArrayList<>(KnownPlugin.all());
            for (PluginLibrary library : libraries) {
                List<KnownPlugin> before = List.copyOf(all);
                library.found().forEach(plugin -> {
                    requireNew(plugin, before);
                    all.add(KnownPlugin.of(plugin.plugin()).from(plugin.origin()));
                });
            }
            return new PluginCatalogue(libraries, List.copyOf(all));
        } catch (PluginDiscoveryException unusable) {
            libraries.forEach(PluginLibrary::close);
            throw new UsageException(unusable.getMessage(), unusable);
        } catch (RuntimeException refused) {
            libraries.forEach(PluginLibrary::close);
            throw refused;
        }
    }

    private static void requireNew(FoundPlugin plugin, List<KnownPlugin> known) {
        for (KnownPlugin other : known) {
            for (String dataType : plugin.dataTypes()) {
                if (other.products().contains(dataType)) {
                    throw new UsageException("plugin " + plugin + " provides '" + dataType + "', as " + other.name()
                            + " does, which is " + other.origin() + "; rename what it provides");
                }
            }
        }
    }

    /// All, as they can be told: built in first, sources before others.
    List<KnownPlugin> all() {
        return all;
    }

    /// Those of the class path and of jars.
    List<Plugin> found() {
        return libraries.stream()
                .flatMap(library -> library.found().stream())
                .map(FoundPlugin::plugin)
                .toList();
    }

    /// All plugins that can be at work where `source` reads, less those that provide what it provides itself.
    Plugin[] beside(SourcePlugin source) {
        List<Plugin> plugins = new ArrayList<>(KnownPlugin.computed(SourceChannels.fragmentSamples(source)));
        plugins.addAll(Filters.ofAny(source.spec().provides(), source.spec().type()));
        if (source instanceof SimulatedDetector) {
            SourcePlugin fragments = ((SimulatedDetector) source).fragments();
            plugins.add(new FragmentFir(
                    fragments.spec().provides(), fragments.spec().type()));
        }
        plugins.addAll(found());
        return plugins.stream()
                .filter(plugin -> plugin.spec().products().stream()
                        .noneMatch(product ->
                                product.dataType().equals(source.spec().provides())))
                .toArray(Plugin[]::new);
    }

    @Override
    public void close() {
        libraries.forEach(PluginLibrary::close);
    }
}
