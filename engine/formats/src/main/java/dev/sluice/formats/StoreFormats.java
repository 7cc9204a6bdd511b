package dev.sluice.formats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// All kinds of stores that are there, sorted by name. Immutable; safe from any thread.
public final class StoreFormats {
    private static final List<StoreFormat> INSTALLED =
            ServiceLoader.load(StoreFormat.class, StoreFormat.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .sorted(Comparator.comparing(StoreFormat::name))
                    .toList();

    private StoreFormats() {}

    /// Each of them.
    public static List<StoreFormat> all() {
        return INSTALLED;
    }

    /// The one of that name.
    public static Optional<StoreFormat> named(String name) {
        return INSTALLED.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /// The kind of store that a folder is; none if it is missing, empty, or something else.
    ///
    /// @throws IOException if it cannot be looked into
    public static Optional<StoreFormat> recognising(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        InputProbe probe = InputProbe.of(folder);
        for (StoreFormat kind : INSTALLED) {
            if (kind.recognise(probe) == Recognition.BY_CONTENT) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
