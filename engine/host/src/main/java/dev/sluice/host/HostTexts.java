package dev.sluice.host;

import dev.sluice.host.kernel.HostKernel;
import dev.sluice.record.RecordType;
import dev.sluice.session.request.Spelling;
import dev.sluice.stream.RunSummary;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What hosts may read of what they have opened, as text. Lists have a line each.
final class HostTexts {
    private HostTexts() {}

    /// @throws HostException if there is no such text of that thing
    static String of(AutoCloseable thing, String what) {
        return switch (thing) {
            case HostStream stream -> ofStream(stream, what);
            case HostSession session -> ofSession(session, what);
            case HostKernel kernel -> ofKernel(kernel, what);
            case HostLive live -> ofLive(live, what);
            default -> throw unknown(thing, what, List.of());
        };
    }

    private static String ofStream(HostStream stream, String what) {
        RunSummary summary = stream.stream().summary();
        return switch (what) {
            case "name" -> stream.stream().dataType();
            case "type" -> stream.stream().type().descr();
            case "size" -> Long.toString(stream.stream().type().size());
            case "run" -> stream.stream().runId();
            case "state" -> Spelling.of(summary.state());
            case "summary" -> RunJson.summary(summary);
            case "notes" -> HostWords.of(String.join("\n", summary.notes()));
            case "statistics" -> RunJson.statistics(stream.stream().statistics());
            default ->
                throw unknown(
                        stream,
                        what,
                        List.of("name", "type", "size", "run", "state", "summary", "notes", "statistics"));
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

    private static String ofKernel(HostKernel kernel, String what) {
        Function<RecordType, String> line = switch (what) {
            case "types" -> RecordType::descr;
            case "sizes" -> type -> Long.toString(type.size());
            default -> throw unknown(kernel, what, List.of("types", "sizes"));
        };
        return kernel.types().stream().map(line).collect(Collectors.joining("\n"));
    }

    private static String ofLive(HostLive live, String what) {
        return switch (what) {
            case "name" -> live.dataType();
            case "type" -> live.type().descr();
            case "size" -> Long.toString(live.type().size());
            default -> throw unknown(live, what, List.of("name", "type", "size"));
        };
    }

    private static HostException unknown(AutoCloseable thing, String what, List<String> known) {
        return new HostException(
                HostCode.ARGUMENT,
                "there is no text '" + what + "' of a " + thing
                        + (known.isEmpty() ? "" : "; there are " + String.join(", ", known)));
    }
}
