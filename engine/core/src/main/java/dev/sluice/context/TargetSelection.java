package dev.sluice.context;

import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.selection.Columns;
import java.util.List;
import java.util.Objects;

/// Which records and which of their columns leave a run: for one type of data, or for all that do not say otherwise.
/// Set up by one thread; streams that are started later are selected so.
public final class TargetSelection {
    private String expression = "";
    private List<String> kept = List.of();
    private List<String> dropped = List.of();

    TargetSelection() {}

    /// Lets through the records that fulfil `condition`, as [dev.sluice.selection.RecordFilter] reads it; all, if it is
    /// empty. It may name columns that are dropped.
    public TargetSelection select(String condition) {
        expression = Objects.requireNonNull(condition, "condition").strip();
        return this;
    }

    /// Keeps the columns of these names, and those of times; all, if none is named.
    public TargetSelection columns(String... names) {
        kept = List.of(names);
        return this;
    }

    /// Drops the columns of these names; none, if none is named.
    public TargetSelection dropColumns(String... names) {
        dropped = List.of(names);
        return this;
    }

    /// This selection, with what it does not say taken from `others`.
    TargetSelection orElse(TargetSelection others) {
        TargetSelection both = new TargetSelection();
        boolean ownColumns = !kept.isEmpty() || !dropped.isEmpty();
        both.expression = expression.isEmpty() ? others.expression : expression;
        both.kept = ownColumns ? kept : others.kept;
        both.dropped = ownColumns ? dropped : others.dropped;
        return both;
    }

    boolean isAll() {
        return expression.isEmpty() && kept.isEmpty() && dropped.isEmpty();
    }

    /// The condition; empty if there is none.
    String expression() {
        return expression;
    }

    /// The type of records of `type` that have only these columns.
    RecordType columnsOf(RecordType type) {
        RecordType narrowed = kept.isEmpty()
                ? type
                : Columns.keep(type, kept.toArray(String[]::new)).type();
        if (dropped.isEmpty()) {
            return narrowed;
        }
        List<String> names = narrowed.fields().stream().map(Field::name).toList();
        dropped.forEach(type::field);
        return Columns.drop(narrowed, dropped.stream().filter(names::contains).toArray(String[]::new))
                .type();
    }
}
