package dev.sluice.formats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/// All formats that are there, sorted by name. Immutable; safe from any thread.
public final class Formats {
    private final List<Format> all;

    /// These formats.
    ///
    /// @throws IllegalArgumentException if two have one name
    public Formats(List<Format> formats) {
        List<Format> sorted = new ArrayList<>(formats);
        sorted.sort(Comparator.comparing(Format::name));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).name().equals(sorted.get(i - 1).name())) {
                throw new IllegalArgumentException(
                        "two formats have one name: name=" + sorted.get(i).name() + ", classes "
                                + sorted.get(i - 1).getClass().getName() + " and "
                                + sorted.get(i).getClass().getName() + "; take one jar from the class path");
            }
        }
        this.all = List.copyOf(sorted);
    }

    /// Those of the class path.
    public static Formats installed() {
        return Holder.INSTALLED;
    }

    private static final class Holder {
        static final Formats INSTALLED =
                new Formats(ServiceLoader.load(Format.class, Format.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }

    /// Each of them.
    public List<Format> all() {
        return all;
    }

    /// The one of that name.
    public Optional<Format> named(String name) {
        return all.stream().filter(format -> format.name().equals(name)).findFirst();
    }

    /// The formats that know the input best: of those that recognise its content, or else its name; none if no one
    /// does.
    ///
    /// @throws IOException if it cannot be looked into
    public List<Format> recognising(InputProbe input) throws IOException {
        List<Format> best = new ArrayList<>();
        Recognition surest = Recognition.BY_NAME;
        for (Format format : all) {
            Recognition found = format.recognise(input);
            if (found.compareTo(surest) > 0) {
                best.clear();
                surest = found;
            }
            if (found == surest) {
                best.add(format);
            }
        }
        return best;
    }

    /// The format that the end of a file's name asks for where records are written.
    public Optional<Format> writing(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return all.stream()
                .filter(format -> format.endings().stream().anyMatch(name::endsWith))
                .max(Comparator.comparingInt(format -> format.endings().stream()
                        .filter(name::endsWith)
                        .mapToInt(String::length)
                        .max()
                        .orElse(0)));
    }
}
