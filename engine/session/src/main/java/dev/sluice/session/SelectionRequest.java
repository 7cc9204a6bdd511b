package dev.sluice.session;

import dev.sluice.record.RecordType;
import dev.sluice.selection.Columns;
import dev.sluice.selection.ExpressionException;
import dev.sluice.selection.RecordFilter;
import dev.sluice.session.output.RecordSelection;
import dev.sluice.session.request.OptionValue;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which records and fields of the targets a request keeps. Immutable.
///
/// @param request the words
public record SelectionRequest(SessionRequest request) {
    /// The selection from records of a target.
    ///
    /// @throws UsageException if the condition or the fields do not fit the type, or the options contradict each other
    ///     With `others`, types of data that the run could have as a target, the message says which of them fits.
    public RecordSelection of(String target, RecordType type, Map<String, RecordType> others) {
        if (request.text(SessionOption.COLUMNS) != null && request.text(SessionOption.DROP_COLUMNS) != null) {
            throw request.value(SessionOption.DROP_COLUMNS).wrong("contradicts --columns; give one of them");
        }
        return new RecordSelection(type, filter(target, type, others), columns(target, type));
    }

    /// Lets the streams of a session give only what is kept.
    ///
    /// @throws UsageException if the condition or the fields do not fit a target, or the options contradict each other
    void applyTo(Session session) {
        session.targets().forEach(target -> of(target, session.type(target), session.inputType()));
        session.streaming()
                .select(condition())
                .columns(request.isGiven(SessionOption.COLUMNS) ? names(SessionOption.COLUMNS) : new String[0])
                .dropColumns(
                        request.isGiven(SessionOption.DROP_COLUMNS)
                                ? names(SessionOption.DROP_COLUMNS)
                                : new String[0]);
    }

    /// The condition as it was given; empty if there is none.
    public String condition() {
        return request.text(SessionOption.SELECT) == null ? "" : request.text(SessionOption.SELECT);
    }

    private RecordFilter filter(String target, RecordType type, Map<String, RecordType> others) {
        try {
            return request.text(SessionOption.SELECT) == null
                    ? null
                    : RecordFilter.parse(request.text(SessionOption.SELECT), type);
        } catch (ExpressionException wrong) {
            String first = wrong.getMessage().lines().findFirst().orElse("");
            throw new UsageException(
                    "--select '" + request.text(SessionOption.SELECT) + "' of " + target + ", " + first
                            + fitting(target, others),
                    wrong);
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
            return RecordFilter.parse(request.text(SessionOption.SELECT), type) != null;
        } catch (ExpressionException otherwise) {
            return false;
        }
    }

    private Columns columns(String target, RecordType type) {
        try {
            if (request.text(SessionOption.COLUMNS) != null) {
                return Columns.keep(type, names(SessionOption.COLUMNS));
            }
            return request.text(SessionOption.DROP_COLUMNS) == null
                    ? null
                    : Columns.drop(type, names(SessionOption.DROP_COLUMNS));
        } catch (IllegalArgumentException wrong) {
            boolean keeping = request.text(SessionOption.COLUMNS) != null;
            throw request.value(keeping ? SessionOption.COLUMNS : SessionOption.DROP_COLUMNS)
                    .wrong("does not fit " + target + ": " + wrong.getMessage());
        }
    }

    private String[] names(SessionOption option) {
        OptionValue given = request.value(option);
        List<String> names =
                Stream.of(given.text().split(",", -1)).map(String::strip).toList();
        if (names.contains("")) {
            throw given.wrong("has an empty name in it; name fields as in time,charge");
        }
        return names.toArray(String[]::new);
    }
}
