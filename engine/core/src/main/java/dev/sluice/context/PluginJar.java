package dev.sluice.context;

import dev.sluice.plugin.Plugin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/// A jar with plugins, and the class loader that is its own. For one thread; owns the class loader.
public final class PluginJar implements AutoCloseable {
    /// Where a jar names its plugins: the place of [java.util.ServiceLoader].
    public static final String SERVICES = "META-INF/services/" + Plugin.class.getName();

    private final Path file;
    private final URLClassLoader loader;

    private PluginJar(Path file, URLClassLoader loader) {
        this.file = file;
        this.loader = loader;
    }

    /// The names of the classes that a jar says are plugins; none if it says nothing.
    ///
    /// @throws PluginDiscoveryException if the file is no jar that can be read
    static List<String> names(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            ZipEntry services = jar.getEntry(SERVICES);
            if (services == null) {
                return List.of();
            }
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(jar.getInputStream(services), StandardCharsets.UTF_8))) {
                return reader.lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .distinct()
                        .toList();
            }
        } catch (IOException broken) {
            throw new PluginDiscoveryException(
                    "not a jar that can be read: jar=" + file + ", " + reason(broken) + "; build it again", broken);
        }
    }

    /// Opens a jar; its classes see those of the engine, and the jars that its manifest names as `Class-Path`.
    static PluginJar open(Path file) {
        try {
            URL[] urls = {file.toUri().toURL()};
            return new PluginJar(file, new URLClassLoader("plugins of " + file, urls, Plugin.class.getClassLoader()));
        } catch (IOException impossible) {
            throw new PluginDiscoveryException("no class path can name the file: jar=" + file, impossible);
        }
    }

    /// A new plugin of each class.
    ///
    /// @throws PluginDiscoveryException if there is no such class, it is no plugin, or it cannot be made
    List<FoundPlugin> plugins(List<String> names) {
        List<FoundPlugin> plugins = new ArrayList<>();
        for (String name : names) {
            plugins.add(FoundPlugin.of(make(name), file.toString()));
        }
        return plugins;
    }

    private Plugin make(String name) {
        try {
            Class<?> type = Class.forName(name, true, loader);
            if (type.getClassLoader() != loader) {
                throw refused(name, "the engine has a class of that name, which goes first; rename it", null);
            }
            if (!Plugin.class.isAssignableFrom(type)) {
                throw refused(name, "it is neither a StreamingPlugin nor a SourcePlugin; correct " + SERVICES, null);
            }
            return (Plugin) type.getConstructor().newInstance();
        } catch (ClassNotFoundException absent) {
            throw refused(name, "the jar has no such class; correct " + SERVICES, absent);
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException closed) {
            throw refused(name, "it needs to be a public class with a public constructor without parameters", closed);
        } catch (InvocationTargetException thrown) {
            boolean broken = thrown.getCause() instanceof LinkageError;
            String words = broken ? "" : "its constructor throws ";
            throw refused(name, words + reason(thrown.getCause()), thrown.getCause());
        } catch (LinkageError broken) {
            throw refused(name, reason(broken), broken);
        }
    }

    private PluginDiscoveryException refused(String name, String why, Throwable cause) {
        return new PluginDiscoveryException(
                "plugin " + name + " cannot be loaded: " + why + " (jar=" + file + ")", cause);
    }

    /// What went wrong, in the words of a user.
    static String reason(Throwable failure) {
        Throwable cause = failure instanceof ExceptionInInitializerError && failure.getCause() != null
                ? failure.getCause()
                : failure;
        if (cause instanceof NoClassDefFoundError) {
            return "class " + String.valueOf(cause.getMessage()).replace('/', '.') + " is missing; put its jar beside"
                    + " this one and name it in the manifest's Class-Path, or pack it into the jar";
        }
        if (cause instanceof UnsupportedClassVersionError) {
            return "it is compiled for a newer Java: " + cause.getMessage() + "; compile it with --release 25";
        }
        return cause.toString();
    }

    /// Closes the class loader: classes that were not loaded yet cannot be any more.
    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException failure) {
            throw new PluginDiscoveryException("the jar cannot be closed: jar=" + file + ", " + failure, failure);
        }
    }
}
