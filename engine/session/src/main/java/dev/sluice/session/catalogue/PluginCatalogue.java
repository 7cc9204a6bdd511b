package dev.sluice.session.catalogue;

import dev.sluice.analysis.filter.Filters;
import dev.sluice.analysis.filter.FragmentFir;
import dev.sluice.context.FoundPlugin;
import dev.sluice.context.PluginDiscoveryException;
import dev.sluice.context.PluginLibrary;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.session.request.PathText;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import dev.sluice.source.SimulatedFragments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The plugins that a session may use: those built in, those of the class path, and those of jars. Owns the class
/// loaders of the jars, so it is closed after every context that uses it.
public final class PluginCatalogue implements AutoCloseable {
    private final List<PluginLibrary> libraries;
    private final List<KnownPlugin> all;

    private PluginCatalogue(List<PluginLibrary> libraries, List<KnownPlugin> all) {
        this.libraries = libraries;
        this.all = all;
    }

    /// The catalogue with the plugins of the jars that a request names.
    ///
    /// @throws UsageException if a jar or a plugin in it cannot be used, or provides what another plugin does
    public static PluginCatalogue open(SessionRequest request) {
        return open(request.texts(SessionOption.PLUGINS).stream()
                .map(PathText::parse)
                .toList());
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

    /// All, as they are listed: built in first, sources before others.
    public List<KnownPlugin> all() {
        return all;
    }

    /// Those of the class path and of jars.
    List<Plugin> found() {
        return libraries.stream()
                .flatMap(library -> library.found().stream())
                .map(FoundPlugin::plugin)
                .toList();
    }

    /// All plugins that can be at work where `sources` read, less those that provide what these provide themselves.
    public Plugin[] beside(List<SourcePlugin> sources) {
        SourcePlugin first = sources.get(0);
        List<Plugin> plugins = new ArrayList<>(KnownPlugin.computed(SourceChannels.fragmentSamples(sources)));
        plugins.addAll(Filters.ofAny(first.spec().provides(), first.spec().type()));
        sources.stream()
                .filter(SimulatedFragments.class::isInstance)
                .map(Plugin::spec)
                .map(raw -> new FragmentFir(raw.provides(), raw.type()))
                .forEach(plugins::add);
        plugins.addAll(found());
        Set<String> read =
                sources.stream().map(source -> source.spec().provides()).collect(Collectors.toSet());
        return plugins.stream()
                .filter(plugin ->
                        plugin.spec().products().stream().noneMatch(product -> read.contains(product.dataType())))
                .toArray(Plugin[]::new);
    }

    @Override
    public void close() {
        libraries.forEach(PluginLibrary::close);
    }
}
