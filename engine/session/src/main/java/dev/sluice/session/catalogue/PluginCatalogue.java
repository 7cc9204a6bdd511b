package dev.sluice.session.catalogue;

import dev.sluice.analysis.filter.Filters;
import dev.sluice.analysis.filter.FragmentFir;
import dev.sluice.context.FoundPlugin;
import dev.sluice.context.PluginDiscoveryException;
import dev.sluice.context.PluginLibrary;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.session.foreign.NativeLibrary;
import dev.sluice.session.request.PathText;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import dev.sluice.source.SimulatedFragments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The plugins that a session may use: those built in, those of the class path, of the program itself, of jars and of
/// shared libraries. Owns the class loaders of the jars and what is loaded of the libraries: to be closed after every
/// context that uses it.
public final class PluginCatalogue implements AutoCloseable {
    private static final String OF_PROGRAM = "this program";

    private final List<Runnable> closing = new ArrayList<>();
    private final List<FoundPlugin> found = new ArrayList<>();
    private final List<KnownPlugin> all = new ArrayList<>(KnownPlugin.all());

    private PluginCatalogue() {}

    /// The catalogue with the plugins of the jars and libraries that a request names.
    ///
    /// @throws UsageException if a jar or a plugin in it cannot be used, or provides what another plugin does
    public static PluginCatalogue open(SessionRequest request) {
        return open(request, List.of());
    }

    /// The same, with plugins that the program has made itself.
    ///
    /// @throws UsageException if a plugin cannot be used, or provides what another plugin does
    public static PluginCatalogue open(SessionRequest request, Collection<? extends Plugin> own) {
        return open(
                request.texts(SessionOption.PLUGINS).stream()
                        .map(PathText::parse)
                        .toList(),
                own);
    }

    /// The catalogue with the plugins of these jars, folders of jars, and libraries.
    ///
    /// @throws UsageException if a jar or a plugin in it cannot be used, or provides what another plugin does
    static PluginCatalogue open(List<Path> places) {
        return open(places, List.of());
    }

    private static PluginCatalogue open(List<Path> places, Collection<? extends Plugin> own) {
        PluginCatalogue catalogue = new PluginCatalogue();
        try {
            catalogue.add(PluginLibrary.discover(PluginCatalogue.class.getClassLoader()));
            own.forEach(plugin -> catalogue.add(List.of(new FoundPlugin(plugin, OF_PROGRAM))));
            catalogue.add(PluginLibrary.open(places.stream()
                    .filter(place -> !NativeLibrary.isLibrary(place))
                    .toList()));
            places.stream().filter(NativeLibrary::isLibrary).forEach(place -> catalogue.add(NativeLibrary.open(place)));
            return catalogue;
        } catch (PluginDiscoveryException unusable) {
            catalogue.close();
            throw new UsageException(unusable.getMessage(), unusable);
        } catch (RuntimeException refused) {
            catalogue.close();
            throw refused;
        }
    }

    private void add(PluginLibrary library) {
        closing.add(library::close);
        add(library.found());
    }

    private void add(NativeLibrary library) {
        closing.add(library::close);
        // Two of one library may provide the same, which those of a jar are asked about as it is opened.
        library.found().forEach(plugin -> add(List.of(plugin)));
    }

    private void add(List<FoundPlugin> plugins) {
        List<KnownPlugin> before = List.copyOf(all);
        for (FoundPlugin plugin : plugins) {
            requireNew(plugin, before);
            found.add(plugin);
            all.add(KnownPlugin.of(plugin.plugin()).from(plugin.origin()));
        }
    }

    private static void requireNew(FoundPlugin plugin, List<KnownPlugin> known) {
        for (KnownPlugin other : known) {
            for (String dataType : plugin.dataTypes()) {
                if (other.products().contains(dataType)) {
                    throw new UsageException("plugin " + plugin + " provides '" + dataType + "', as " + other.name()
                            + " does, which " + provenance(other.origin()) + "; rename what it provides");
                }
            }
        }
    }

    private static String provenance(String origin) {
        return switch (origin) {
            case KnownPlugin.BUILT_IN -> "is built in";
            case OF_PROGRAM -> "this program has registered";
            default -> "comes from " + origin;
        };
    }

    /// All, as they are listed: built in first, sources before others.
    public List<KnownPlugin> all() {
        return List.copyOf(all);
    }

    /// Those that are not built in.
    List<Plugin> found() {
        return found.stream().map(FoundPlugin::plugin).toList();
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
        closing.forEach(Runnable::run);
    }
}
