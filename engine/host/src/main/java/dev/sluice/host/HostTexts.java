package dev.sluice.host;

import dev.sluice.session.request.Spelling;
import dev.sluice.stream.RunSummary;
import java.util.List;

/// What hosts may read of what they have opened, as text. Lists have a line each.
final class HostTexts {
    private HostTexts() {}

    /// @throws HostException if there is no such text of that thing
    static String of(AutoCloseable thing, String what) {
        return switch (thing) {
            case HostStream stream -> ofStream(stream, what);
            case HostSession session -> ofSession(session, what);
            default -> throw unknown(thing, what, List.of());
        };
    }

    private static String ofStream(HostStream stream, String what) {
        RunSummary summary = stream.stream().summary();
        return switch (what) {
            case "name" -> stream.stream().dataType();
            case "type" -> stream.stream().type().descr();
            case "run" -> stream.stream().runId();
            case "state" -> Spelling.of(summary.state());
            case "summary" -> RunJson.summary(summary);
            case "notes" -> HostWords.of(String.join("\n", summary.notes()));
            case "statistics" -> RunJson.statistics(stream.stream().statistics());
            default ->
                throw unknown(stream, what, List.of("name", "type", "run", "state", "summary", "notes", "statistics"));
        };
    }

    private static String ofSession(HostSession session, String what) {
        return switch (what) {
            case "run" -> session.session().runId();
            case "targets" -> String.join("\n", session.session().targets());
            case "unit" -> session.session().timeUnit();
            case "notes" -> String.join("\n", session.session().notes());
            default -> throw unknown(session, what, List.of("run", "targets", "unit", "notes"));
        };
    }

    private static HostException unknown(AutoCloseable thing, String what, List<String> known) {
        return new HostException(
                HostCode.ARGUMENT,
                "there is no text '" + what + "' of a " + thing
                        + (known.isEmpty() ? "" : "; there are " + String.join(", ", known)));
    }
}
