package dev.sluice.host.kernel;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.plugin.Option;
import dev.sluice.record.RecordType;
import dev.sluice.session.request.TypeText;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The words that bind a kernel: `waveforms=time:<i8,wave:<i2[800]; results=peak:<f4,charge:<f4; peak_range=40:90`.
///
/// Each is a name, `=`, and what it is set to, up to a `;` or the end of the line; blanks around them do not count. A
/// type is written as numpy's `descr`, or as fields with commas between them. Settings have the names, values and
/// defaults that they have on the command line. Of one thread.
public final class KernelWords {
    private final String kernel;
    private final Map<String, String> words = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final Map<String, String> settings = new HashMap<>();

    private KernelWords(String kernel) {
        this.kernel = kernel;
    }

    /// Reads `text`, which is for the kernel of that name.
    ///
    /// @throws IllegalArgumentException if a part of it has no `=`, or a name stands twice
    static KernelWords parse(String kernel, String text) {
        KernelWords words = new KernelWords(kernel);
        for (String part : text.split("[;\n]")) {
            if (!part.isBlank()) {
                words.add(part.strip());
            }
        }
        return words;
    }

    private void add(String part) {
        int equals = part.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(
                    kernel + ": '" + part + "' is no setting; write name=value, with ; between settings");
        }
        String name = part.substring(0, equals).strip();
        if (words.put(name, part.substring(equals + 1).strip()) != null) {
            throw new IllegalArgumentException(kernel + ": " + name + " is set twice; leave one of them out");
        }
    }

    /// The type of an array; `example` is one that fits, for the message where there is none.
    ///
    /// @throws IllegalArgumentException if it is not given, or is no type
    RecordType type(String name, String example) {
        known.add(name);
        String text = words.get(name);
        if (text == null) {
            throw new IllegalArgumentException(kernel + " needs the type of its " + name + ", such as " + name + "="
                    + example + ", or as numpy's dtype.descr");
        }
        return TypeText.parse(text);
    }

    /// The type of waveforms.
    ///
    /// @throws IllegalArgumentException if it is not given, or is no type
    RecordType waveforms() {
        return type("waveforms", "time:<i8,channel:<i2,wave:<i2[800]");
    }

    /// The type of an array whose records are always of `only`, in whatever words: it may be left out.
    ///
    /// @throws IllegalArgumentException if it is given, and is another
    RecordType fixed(String name, RecordType only) {
        RecordType given = type(name, only);
        if (!only.sameLayout(given)) {
            throw new IllegalArgumentException(kernel + " has one type for its " + name + ", which is not " + name + "="
                    + words.get(name) + "; leave " + name + " out, or write " + name + "=" + only.descr());
        }
        return only;
    }

    /// The type of an array, or `otherwise` if it is not given.
    RecordType type(String name, RecordType otherwise) {
        known.add(name);
        return words.containsKey(name) ? TypeText.parse(words.get(name)) : otherwise;
    }

    /// The value of a setting, or its default.
    ///
    /// @throws IllegalArgumentException if it is set to what it cannot be
    <T> T get(Option<T> option) {
        known.add(option.name());
        settings.put(option.parameter(), option.name());
        String text = words.get(option.name());
        return text == null ? option.defaultValue() : option.value(text);
    }

    /// The values of options that have a range for every channel.
    List<ChannelRanges> ranges(List<Option<ChannelRanges>> options) {
        return options.stream().map(this::get).toList();
    }

    /// A count of samples or the like, of an option of integers.
    int count(Option<Long> option) {
        return Math.toIntExact(get(option));
    }

    /// What a kernel refuses, with the names of settings for the parameters that they set.
    KernelArgumentException inSettings(KernelArgumentException refused) {
        return refused.renamed(parameter -> settings.getOrDefault(parameter, parameter));
    }

    /// Refuses what no call has asked for.
    ///
    /// @throws IllegalArgumentException if there is any
    void requireAllKnown() {
        for (String name : words.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        kernel + " has no setting '" + name + "'; there are " + String.join(", ", known));
            }
        }
    }
}
