package dev.sluice.context;

import dev.sluice.plugin.Plugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// Plugins that are found where they are named in `META-INF/services/dev.sluice.plugin.Plugin`: on a class path, or in
/// jars, each of which gets a class loader of its own.
///
///     try (PluginLibrary library = PluginLibrary.open(List.of(Path.of("plugins")));
///             Context context = library.register(Context.create().register(source))) { … }
///
/// Owns the class loaders of the jars: to be closed after every context that its plugins are registered in. Opened and
/// closed by one thread; the plugins may be used by any.
public final class PluginLibrary implements AutoCloseable {
    private final List<FoundPlugin> found = new ArrayList<>();
    private final List<PluginJar> jars = new ArrayList<>();

    private PluginLibrary() {}

    /// The plugins that a class loader knows of, its parents included.
    ///
    /// @throws PluginDiscoveryException if a class that is named is none, or cannot be made; or if two provide the same
    ///     type of data
    public static PluginLibrary discover(ClassLoader loader) {
        PluginLibrary library = new PluginLibrary();
        try {
            for (Plugin plugin : ServiceLoader.load(Plugin.class, loader)) {
                library.found.add(FoundPlugin.of(plugin, "the class path"));
            }
        } catch (ServiceConfigurationError | LinkageError broken) {
            Throwable cause = broken.getCause() == null ? broken : broken.getCause();
            throw new PluginDiscoveryException(
                    "a plugin of the class path cannot be loaded: " + broken.getMessage() + ": "
                            + PluginJar.reason(cause),
                    broken);
        }
        library.requireDistinct();
        return library;
    }

    /// The plugins of jars, and of all jars in folders; a jar in a folder that names no plugin is passed over, as it
    /// may be there for the others.
    ///
    /// @throws PluginDiscoveryException if one is not there or not a jar, names no plugin, or has one that cannot be
    ///     made; or if two provide the same type of data. Nothing stays open then
    public static PluginLibrary open(Collection<Path> places) {
        PluginLibrary library = new PluginLibrary();
        try {
            for (Path place : places) {
                library.add(place);
            }
            library.requireDistinct();
            return library;
        } catch (RuntimeException | Error refused) {
            library.jars.forEach(PluginJar::close);
            throw refused;
        }
    }

    private void add(Path place) {
        if (!Files.isDirectory(place)) {
            requireFile(place);
            if (!addJar(place)) {
                throw new PluginDiscoveryException(
                        "the jar names no plugin: plugins=" + place + "; list the names of the classes in "
                                + PluginJar.SERVICES + ", a line each",
                        null);
            }
            return;
        }
        boolean any = false;
        for (Path jar : jars(place)) {
            any |= addJar(jar);
        }
        if (!any) {
            throw new PluginDiscoveryException(
                    "no jar in the folder names a plugin: plugins=" + place
                            + "; a jar lists the names of its classes in " + PluginJar.SERVICES,
                    null);
        }
    }

    private static void requireFile(Path place) {
        if (!Files.exists(place)) {
            throw new PluginDiscoveryException(
                    "there is no such jar or folder: plugins=" + place + "; name another", null);
        }
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new PluginDiscoveryException(
                    "the folder cannot be read: plugins=" + folder + ", " + unreadable, unreadable);
        }
    }

    private boolean addJar(Path file) {
        List<String> names = PluginJar.names(file);
        if (names.isEmpty()) {
            return false;
        }
        PluginJar jar = PluginJar.open(file);
        jars.add(jar);
        found.addAll(jar.plugins(names));
        return true;
    }

    private void requireDistinct() {
        Map<String, FoundPlugin> owners = new HashMap<>();
        for (FoundPlugin plugin : found) {
            for (String dataType : plugin.dataTypes()) {
                FoundPlugin other = owners.putIfAbsent(dataType, plugin);
                if (other != null) {
                    throw new PluginDiscoveryException(
                            "two plugins provide '" + dataType + "': " + other + " and " + plugin
                                    + "; leave one of them out, or rename what it provides",
                            null);
                }
            }
        }
    }

    /// What was found, in the order of the places and of their names.
    public List<FoundPlugin> found() {
        return List.copyOf(found);
    }

    /// Registers all plugins, which take the place of others that provide the same; the context.
    public Context register(Context context) {
        return context.register(found.stream().map(FoundPlugin::plugin).toArray(Plugin[]::new));
    }

    /// Closes the class loaders of the jars. Doing so twice is harmless.
    @Override
    public void close() {
        jars.forEach(PluginJar::close);
    }
}
