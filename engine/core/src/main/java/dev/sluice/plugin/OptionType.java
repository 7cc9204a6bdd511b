package dev.sluice.plugin;

import java.util.function.Function;

/// How values of one type are read, shown and kept. Immutable.
///
/// @param name       the type in words, such as `range`
/// @param kind       the class of values that need no reading
/// @param parser     reads a text without blanks around it; throws `IllegalArgumentException` that names the text; null
///     where channels do
/// @param text       the value as a user would write it: the parser reads it back
/// @param canonical  the value as a long, double, boolean, String or List of such: equal values, equal results
/// @param channels   how values of channels are put together; null if channels have no values of their own
record OptionType<T>(
        String name,
        Class<?> kind,
        Function<String, T> parser,
        Function<T, String> text,
        Function<T, Object> canonical,
        ChannelType<T, ?> channels) {
    /// A type whose values are shown by `toString`, and are canonical themselves.
    static <T> OptionType<T> plain(String name, Class<T> kind, Function<String, T> parser) {
        return new OptionType<>(name, kind, parser, Object::toString, value -> value, null);
    }

    /// A type whose values are kept as the text that shows them.
    static <T> OptionType<T> told(String name, Class<T> kind, Function<String, T> parser) {
        return new OptionType<>(name, kind, parser, Object::toString, Object::toString, null);
    }

    /// A type whose values may differ by channel.
    static <T> OptionType<T> perChannel(String name, Class<T> kind, ChannelType<T, ?> channels) {
        return new OptionType<>(name, kind, null, Object::toString, channels::canonical, channels);
    }
}
