package dev.sluice.session.request;

import java.util.Locale;

/// How the constants of an enum are spelled in options and results: lower case, `-` for `_`. Stateless.
public final class Spelling {
    private Spelling() {}

    /// The word for a constant.
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
