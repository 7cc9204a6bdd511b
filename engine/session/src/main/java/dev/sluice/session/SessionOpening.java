package dev.sluice.session;

import dev.sluice.context.Context;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import dev.sluice.session.input.InputRequest;
import dev.sluice.session.input.InputSelection;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import dev.sluice.stream.LiveInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// The ways to open a session, each with another input; whatever is refused leaves nothing open. Stateless.
final class SessionOpening {
    private SessionOpening() {}

    /// What is read, and where it is published if it is live.
    record Opened(InputSelection input, Optional<LiveInput> live) {
        static Opened of(InputSelection input) {
            return new Opened(input, Optional.empty());
        }
    }

    /// A session that owns what it opens for `request`, with `plugins` of the program.
    static Session owning(
            SessionRequest request,
            Collection<? extends Plugin> plugins,
            BiFunction<Processing, Context, Opened> selecting) {
        Processing processing;
        try {
            processing = Processing.open(request, plugins);
        } catch (IOException | RuntimeException refused) {
            throw SessionException.of(refused);
        }
        try {
            return prepared(processing, true, selecting, 1);
        } catch (RuntimeException refused) {
            processing.close();
            throw refused;
        }
    }

    /// A session for the input that the request names; the plugins stay the caller's.
    static Session of(Processing processing) {
        return prepared(processing, false, SessionOpening::named, 1);
    }

    /// A session for one of many inputs; the plugins stay the caller's.
    static Session of(Processing processing, Path file, String runId, int atATime) {
        InputRequest wanted = new InputRequest(processing.request());
        return prepared(
                processing,
                false,
                (what, context) -> Opened.of(
                        wanted.select(List.of(file), what.sourceSettings()).named(runId)),
                atATime);
    }

    /// The input that the request names.
    static Opened named(Processing processing, Context context) {
        return Opened.of(new InputRequest(processing.request()).select(processing.sourceSettings()));
    }

    /// A source of the host.
    static Opened of(SessionRequest request, SourcePlugin source) {
        new InputRequest(request).requireNone(source.name());
        return Opened.of(InputSelection.of(source));
    }

    /// What the host publishes.
    static Opened live(SessionRequest request, Context context, String dataType, RecordType type) {
        new InputRequest(request).requireNone("what is published as " + dataType);
        try {
            LiveInput live = context.live(dataType, type);
            return new Opened(InputSelection.of((SourcePlugin) context.plugin(dataType)), Optional.of(live));
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage(), wrong);
        }
    }

    private static Session prepared(
            Processing processing, boolean owner, BiFunction<Processing, Context, Opened> selecting, int atATime) {
        Context context = Context.create();
        try {
            if (processing.store() != null) {
                context.store(processing.store());
            }
            Opened opened = selecting.apply(processing, context);
            InputSelection selected = opened.input();
            if (owner) {
                BriefRun.prepare(selected);
            }
            context.register(selected.source());
            selected.besides().forEach(context::register);
            context.register(processing.catalogue().beside(selected.sources()));
            return new Session(processing, owner, context, opened, atATime);
        } catch (IOException | RuntimeException refused) {
            context.close();
            throw SessionException.of(refused);
        }
    }
}
