package dev.sluice.record;

import java.util.Objects;

/// What a field holds: its unit, a sentence, and what stands where there is no value. Immutable.
///
/// @param unit    a symbol or a word, as `ADC counts`, `count` or `index`; [#TIME] for the unit of the type's times
/// @param meaning one sentence, without a full stop
/// @param missing what stands where the value is missing, as `never missing` or `NaN without a baseline`
public record FieldDoc(String unit, String meaning, String missing) {
    /// The unit of whatever counts in the unit of the type's times.
    public static final String TIME = "time";

    /// Nothing is known.
    public static final FieldDoc UNKNOWN = new FieldDoc("", "", "");

    /// Checks that there are texts.
    public FieldDoc {
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(meaning, "meaning");
        Objects.requireNonNull(missing, "missing");
    }

    /// Whether unit, sentence and rule are all there.
    public boolean isComplete() {
        return !unit.isEmpty() && !meaning.isEmpty() && !missing.isEmpty();
    }

    /// The same with the symbol of a unit in the place of [#TIME].
    FieldDoc in(TimeResolution resolution) {
        return unit.equals(TIME) ? new FieldDoc(resolution.symbol(), meaning, missing) : this;
    }

    /// All of it in a line: `sentence [unit]; what is missing`.
    @Override
    public String toString() {
        return meaning + " [" + unit + "]" + (missing.isEmpty() ? "" : "; " + missing);
    }
}
