package dev.sluice.app;

import java.util.Locale;

/// The words that stand for the constants of an enum on the command line: lower case, `-` for `_`. Stateless.
final class Words {
    private Words() {}

    /// The word for a constant.
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
