package dev.sluice.app;

import dev.sluice.record.RecordType;
import dev.sluice.selection.Columns;
import dev.sluice.selection.ExpressionException;
import dev.sluice.selection.RecordFilter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/// Which records and fields of the targets are kept.
final class SelectionOptions {
    private final ValueOption select = new ValueOption(
            "--select", "EXPRESSION", "Keep records that fulfil a condition on their fields, such as 'charge > 100'.");
    private final ValueOption columns = new ValueOption(
            "--columns", "NAME,...", "Keep these fields only, and those that say when a record starts and ends.");
    private final ValueOption dropped = new ValueOption("--drop-columns", "NAME,...", "Leave these fields out.");

    /// Adds the options.
    void addTo(CommandSpec command, HelpSections help) {
        help.section(command, "Selection", select.spec(), columns.spec(), dropped.spec());
    }

    /// The selection from records of a target.
    ///
    /// @throws UsageException if the condition or the fields do not fit the type, or the options contradict each other
    ///     With `others`, types of data that the run could have as a target, the message says which of them fits.
    RecordSelection of(String target, RecordType type, Map<String, RecordType> others) {
        if (columns.text() != null && dropped.text() != null) {
            throw dropped.wrong("contradicts --columns; give one of them");
        }
        return new RecordSelection(type, filter(target, type, others), columns(target, type));
    }

    /// The condition as it was given; empty if there is none.
    String condition() {
        return select.text() == null ? "" : select.text();
    }

    private RecordFilter filter(String target, RecordType type, Map<String, RecordType> others) {
        try {
            return select.text() == null ? null : RecordFilter.parse(select.text(), type);
        } catch (ExpressionException wrong) {
            String first = wrong.getMessage().lines().findFirst().orElse("");
            throw new UsageException(
                    "--select '" + select.text() + "' of " + target + ", " + first + fitting(target, others), wrong);
        }
    }

    /// The other types of data that the condition fits, which the run could give.
    private String fitting(String target, Map<String, RecordType> others) {
        for (Map.Entry<String, RecordType> other : others.entrySet()) {
            if (!other.getKey().equals(target) && fits(other.getValue())) {
                return "; " + other.getKey() + " has what it asks for: add --target " + other.getKey();
            }
        }
        return "";
    }

    private boolean fits(RecordType type) {
        try {
            return RecordFilter.parse(select.text(), type) != null;
        } catch (ExpressionException otherwise) {
            return false;
        }
    }

    private Columns columns(String target, RecordType type) {
        try {
            if (columns.text() != null) {
                return Columns.keep(type, names(columns));
            }
            return dropped.text() == null ? null : Columns.drop(type, names(dropped));
        } catch (IllegalArgumentException wrong) {
            ValueOption option = columns.text() != null ? columns : dropped;
            throw option.wrong("does not fit " + target + ": " + wrong.getMessage());
        }
    }

    private static String[] names(ValueOption option) {
        List<String> names =
                Stream.of(option.text().split(",", -1)).map(String::strip).toList();
        if (names.contains("")) {
            throw option.wrong("has an empty name in it; name fields as in time,charge");
        }
        return names.toArray(String[]::new);
    }
}
