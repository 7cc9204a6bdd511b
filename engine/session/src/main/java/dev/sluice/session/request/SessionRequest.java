package dev.sluice.session.request;

import dev.sluice.record.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a session is asked for, in words: inputs, and options by the names of the command line. Immutable.
///
/// Nothing is looked at before the session is opened: values are texts until then.
///
/// @param inputs files and folders; none for the simulated detector
/// @param values the values of options that are given; of a flag, none
public record SessionRequest(List<String> inputs, Map<SessionOption, List<String>> values) {
    /// Copies what it is given.
    public SessionRequest {
        inputs = List.copyOf(inputs);
        EnumMap<SessionOption, List<String>> copies = new EnumMap<>(SessionOption.class);
        values.forEach((option, texts) -> copies.put(option, List.copyOf(texts)));
        values = Collections.unmodifiableMap(copies);
    }

    /// A request that reads these files and folders, or where none is named, the simulated detector.
    public static SessionRequest reading(String... inputs) {
        return new SessionRequest(Arrays.asList(inputs), Map.of());
    }

    /// Reads words as they stand on the command line after `./sluice run`: inputs, `--option value`, `--option=value`.
    /// After `--` all are inputs.
    ///
    /// @throws UsageException if there is no such option, or one has no value or too many; the message suggests a name
    public static SessionRequest parse(List<String> words) {
        SessionRequest request = reading();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                return request.andInputs(words.subList(i + 1, words.size()));
            }
            if (!word.startsWith("-") || word.equals("-")) {
                request = request.andInputs(List.of(word));
                continue;
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            SessionOption option = option(name);
            if (option.kind() == SessionOption.Kind.FLAG) {
                requireNoValue(word, equals);
                request = request.with(option);
            } else if (equals >= 0) {
                request = request.and(option, word.substring(equals + 1));
            } else if (i + 1 < words.size() && !isOption(words.get(i + 1))) {
                request = request.and(option, words.get(++i));
            } else {
                throw new UsageException(
                        "Missing required parameter for option '" + name + "' (" + option.label() + ")");
            }
        }
        return request;
    }

    /// A value may begin with a dash, as a negative number does; a word that is the name of an option is none.
    private static boolean isOption(String word) {
        int equals = word.indexOf('=');
        return SessionOption.words().contains(equals < 0 ? word : word.substring(0, equals));
    }

    private static SessionOption option(String name) {
        List<String> words = SessionOption.words();
        return SessionOption.named(name)
                .filter(option -> option.word().equals(name))
                .orElseThrow(() ->
                        new UsageException("there is no option '" + name + "'" + NearestName.suggestion(name, words)));
    }

    private static void requireNoValue(String word, int equals) {
        if (equals >= 0) {
            throw new UsageException(word + ": " + word.substring(0, equals) + " takes no value; leave it out");
        }
    }

    private SessionRequest and(SessionOption option, String value) {
        List<String> all = new ArrayList<>(values.getOrDefault(option, List.of()));
        if (!all.isEmpty() && option.kind() != SessionOption.Kind.LIST) {
            throw new UsageException(
                    "option '" + option.word() + "' (" + option.label() + ") should be specified only once");
        }
        all.add(value);
        return with(option, all.toArray(String[]::new));
    }

    private SessionRequest andInputs(List<String> more) {
        List<String> all = new ArrayList<>(inputs);
        all.addAll(more);
        return new SessionRequest(all, values);
    }

    /// The same with other inputs.
    public SessionRequest withInputs(List<String> others) {
        return new SessionRequest(others, values);
    }

    /// The same with this option, in place of what it was before; a flag takes no value, a list any number.
    public SessionRequest with(SessionOption option, String... texts) {
        boolean fits = switch (option.kind()) {
            case VALUE -> texts.length == 1;
            case LIST -> true;
            case FLAG -> texts.length == 0;
        };
        if (!fits) {
            throw new UsageException(option.word() + " takes "
                    + (option.kind() == SessionOption.Kind.FLAG ? "no" : "one")
                    + " value, but has " + texts.length + "; give "
                    + (option.label().isEmpty() ? option.word() + " alone" : option.word() + " " + option.label()));
        }
        Map<SessionOption, List<String>> more = new EnumMap<>(SessionOption.class);
        more.putAll(values);
        more.put(option, Arrays.asList(texts));
        return new SessionRequest(inputs, more);
    }

    /// The same with this option, named as on the command line, with the dashes or without: `time-range`.
    ///
    /// @throws UsageException if there is no such option, or it takes another number of values
    public SessionRequest with(String option, String... texts) {
        String name = option.startsWith("--") ? option : "--" + option;
        return with(option(name), texts);
    }

    /// The same with an option of plugins set: of all that have it, or as `PLUGIN.OPTION` of one. A value prints as
    /// the option is written, as numbers, booleans and ranges do.
    public SessionRequest set(String option, Object value) {
        return and(SessionOption.SET, option + "=" + value);
    }

    /// What is computed: types of data, all in one pass.
    public SessionRequest targets(String... names) {
        return with(SessionOption.TARGET, String.join(",", names));
    }

    /// The value of an option that is given once.
    public OptionValue value(SessionOption option) {
        List<String> texts = values.getOrDefault(option, List.of());
        return new OptionValue(option.word(), texts.isEmpty() ? null : texts.get(0));
    }

    /// The value of an option that is given once, as a text; null if it is not given.
    ///
    /// @throws UsageException if it is empty
    public String text(SessionOption option) {
        return value(option).text();
    }

    /// The values of an option that is given again and again; none if it is not given.
    ///
    /// @throws UsageException if one of them is empty
    public List<String> texts(SessionOption option) {
        return OptionValue.texts(option.word(), values.getOrDefault(option, List.of()));
    }

    /// Whether an option is given.
    public boolean isGiven(SessionOption option) {
        return values.containsKey(option);
    }
}
