package dev.sluice.session;

import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.formats.OutputSettings;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import dev.sluice.session.catalogue.ReachableTypes;
import dev.sluice.session.input.InputSelection;
import dev.sluice.session.output.OutputPattern;
import dev.sluice.session.output.OutputSelection;
import dev.sluice.session.output.StoreSelection;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.LiveInput;
import dev.sluice.stream.RunSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// A pipeline from words: one input with the plugins, options and means that a request names, ready to stream.
///
/// A session is opened from what the command line takes after `./sluice run`, as words or as a [SessionRequest], and
/// gives a stream of each target, or writes them to files. The command line is made of sessions, so that a host gets
/// the same bytes and the same sentences: whatever goes wrong is a [SessionException].
///
///     try (Session session = Session.open("daq/run42", "--target", "features", "--set", "charge_range=60:400");
///             ChunkStream features = session.stream()) {
///         for (Chunk chunk : features) { … }
///     }
///
/// Opening reads headers of the input, no records; nothing runs before a stream is asked for. A session is for one
/// thread; its streams are read as [ChunkStream] says, and closed before it. It owns what it opened: the context, and
/// the class loaders of jars with plugins. Nothing is printed.
public final class Session implements AutoCloseable {
    private final Processing processing;
    private final boolean owner;
    private final Context context;
    private final StreamingContext streaming;
    private final InputSelection input;
    private final Optional<LiveInput> live;
    private final String runId;
    private final TimeRange range;
    private final int workers;
    private final Optional<String> profileNote;

    /// A session over what was opened, where `atATime` of them share the machine; see [SessionOpening].
    Session(Processing processing, boolean owner, Context context, SessionOpening.Opened opened, int atATime)
            throws IOException {
        this.processing = processing;
        this.owner = owner;
        this.context = context;
        this.live = opened.live();
        this.input = processing.configure(context, opened.input());
        this.input.requireComputable(processing.targets());
        this.runId = processing.runId(this.input.runId());
        EngineRequest engine = new EngineRequest(processing.request());
        this.workers = engine.workers(atATime);
        this.streaming = engine.streaming(context, runId, processing.failurePolicy(), atATime);
        this.profileNote = useProfile(engine);
        boolean there = live.isEmpty() && input == opened.input();
        this.range = processing.timeRange(
                input.source().spec().type().timeResolution(),
                () -> RunStart.of(there, streaming, input.source().spec().provides()));
        // After the look at the start of the run, which is to keep nothing.
        keep(StoreSelection.kept(processing.request()));
    }

    private void keep(List<String> dataTypes) {
        try {
            streaming.keep(dataTypes.toArray(String[]::new));
        } catch (IllegalArgumentException wrong) {
            throw processing.request().value(SessionOption.KEEP).wrong("cannot be kept: " + wrong.getMessage());
        }
    }

    /// Which targets are loaded from the store, as they were computed before: a sentence each.
    public List<String> loaded() {
        return processing.store() == null
                ? List.of()
                : targets().stream()
                        .filter(streaming::isStored)
                        .map(target -> target + " is loaded from the store, where it is kept as it was computed before")
                        .toList();
    }

    /// Opens what these words ask for, which are those of the command line after `./sluice run`.
    ///
    /// @throws SessionException if they do not fit each other or the input, or the input cannot be read
    public static Session open(String... words) {
        try {
            return open(SessionRequest.parse(List.of(words)));
        } catch (UsageException wrong) {
            throw SessionException.of(wrong);
        }
    }

    /// Opens what is asked for.
    ///
    /// @throws SessionException if the request does not fit itself or the input, or the input cannot be read
    public static Session open(SessionRequest request) {
        return open(request, List.of());
    }

    /// Opens what is asked for, with plugins of the program beside those that are built in and of jars.
    ///
    /// @throws SessionException if the request does not fit itself or the input, the input cannot be read, or a plugin
    ///     provides what another does
    public static Session open(SessionRequest request, Collection<? extends Plugin> plugins) {
        return SessionOpening.owning(request, plugins, SessionOpening::named);
    }

    /// Opens what is asked for over a source that the words do not name; it names no input.
    ///
    /// @throws SessionException if the request does not fit itself or the source
    public static Session open(SessionRequest request, SourcePlugin source) {
        return SessionOpening.owning(request, List.of(), (processing, context) -> SessionOpening.of(request, source));
    }

    /// Opens what is asked for over records of `type` that the host publishes to [#live()], under the name `dataType`;
    /// it names no input.
    ///
    ///     Session session = Session.live(SessionRequest.reading().targets("features"), "st_waveforms_stream", type);
    ///
    /// @throws SessionException if the request does not fit itself or the records
    public static Session live(SessionRequest request, String dataType, RecordType type) {
        return live(request, dataType, type, List.of());
    }

    /// The same, with plugins of the program beside those that are built in and of jars.
    ///
    /// @throws SessionException if the request does not fit itself or the records, or a plugin provides what another
    ///     does
    public static Session live(
            SessionRequest request, String dataType, RecordType type, Collection<? extends Plugin> plugins) {
        return SessionOpening.owning(
                request, plugins, (processing, context) -> SessionOpening.live(request, context, dataType, type));
    }

    private Optional<String> useProfile(EngineRequest engine) throws IOException {
        List<String> notes = new ArrayList<>();
        Optional<TuningProfile> profile = engine.profile(notes::add);
        if (profile.isEmpty()) {
            return notes.stream().findFirst();
        }
        if (profile.get().isOfThisMachine()) {
            streaming.chunkBytes(profile.get().chunkBytes());
            return Optional.empty();
        }
        return Optional.of("the profile is of another machine (" + profile.get().machine()
                + "), so it is ignored; ./sluice tune makes one for this machine");
    }

    /// The stream of the one target, with the records and fields that the request keeps. Starts the run.
    ///
    /// @throws SessionException if several targets are asked for, or it cannot be computed from this input
    public ChunkStream stream() {
        if (targets().size() > 1) {
            throw SessionException.of(new UsageException("one stream was asked for, but there are several targets: "
                    + String.join(",", targets()) + "; ask for the streams of all"));
        }
        return streams().get(0);
    }

    /// A stream of each target, in the order in which they were named, with the records and fields that the request
    /// keeps. Starts the run, which computes them in one pass.
    ///
    /// They are read at the same time, by several threads or in turn: one that no thread reads holds up the others.
    /// What goes wrong while they are read is thrown as [ChunkStream] says; [SessionException#of(Throwable)] puts it
    /// into words. Each call starts another run.
    ///
    /// @throws SessionException if a target cannot be computed from this input, or what is kept does not fit it
    public List<ChunkStream> streams() {
        try {
            selection().applyTo(this);
            return start();
        } catch (RuntimeException refused) {
            throw SessionException.of(refused);
        }
    }

    /// Runs, and writes each target where `--out` says; without it, the fields are summed up instead. Files get their
    /// names when all went well. The thread waits for the end.
    ///
    /// @param standardOutput where `--out -` leads
    /// @throws SessionException if the run fails: no file is left then
    public RunReport write(OutputStream standardOutput) {
        try {
            Map<String, OutputSelection> outputs =
                    OutputPattern.of(processing.request(), false).of(runId, targets());
            outputs.values().forEach(file -> file.requireNoneOf(input.files()));
            return write(outputs, standardOutput, counters -> ProgressDisplay.NONE);
        } catch (RuntimeException refused) {
            throw SessionException.of(refused);
        }
    }

    /// The same with an output for each target, while `showing` shows how far the run is: it is called with its
    /// counters when it has begun, and what it returns is closed when it has ended.
    ///
    /// @throws SessionException if the run fails: no file is left then
    public RunReport write(
            Map<String, OutputSelection> outputs,
            OutputStream standardOutput,
            Function<Supplier<RunSummary>, ? extends ProgressDisplay> showing) {
        try {
            return RunExecution.of(this, outputs, standardOutput, showing);
        } catch (RuntimeException failure) {
            throw SessionException.of(failure);
        }
    }

    /// A stream of each target with all records; what cannot be computed from this input is wrong usage.
    List<ChunkStream> start() {
        try {
            return streaming.getStreams(targets(), range);
        } catch (IllegalArgumentException impossible) {
            throw refusal(impossible);
        }
    }

    /// The error of targets that cannot be computed from this input.
    public UsageException refusal(IllegalArgumentException impossible) {
        return ReachableTypes.refusal(context, input.source().spec().provides(), live.isPresent(), impossible);
    }

    SelectionRequest selection() {
        return new SelectionRequest(processing.request());
    }

    /// What is asked for.
    public SessionRequest request() {
        return processing.request();
    }

    /// The run as the engine has it, for what words cannot say, such as taps and overflow policies: what is set there
    /// is what the next streams run with.
    public StreamingContext streaming() {
        return streaming;
    }

    /// What is read.
    public InputSelection input() {
        return input;
    }

    /// Where the host publishes the records of a session that was opened [for them][#live(SessionRequest, String,
    /// RecordType)]. Closing the session closes it.
    ///
    /// @throws IllegalStateException if the session reads something else
    public LiveInput live() {
        return live.orElseThrow(() -> new IllegalStateException("this session reads " + input.title()
                + ", so that nothing can be published to it; open it by Session.live"));
    }

    /// The name of the run.
    public String runId() {
        return runId;
    }

    /// The types of data that are computed, one at least.
    public List<String> targets() {
        return processing.targets();
    }

    /// The range of time that is computed, in the unit of the data.
    public TimeRange range() {
        return range;
    }

    /// Whether what cannot be read or computed is left out.
    public boolean skips() {
        return processing.failurePolicy() == FailurePolicy.SKIP;
    }

    /// Threads that compute.
    public int workers() {
        return workers;
    }

    /// What the user should know before the results: what was assumed of the input, where a wrong guess makes wrong
    /// numbers, and what became of the profile of chunk sizes. One sentence each.
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        profileNote.ifPresent(notes::add);
        notes.addAll(loaded());
        notes.addAll(input.warnings());
        return notes;
    }

    /// Why the profile of chunk sizes is not used, if there is one.
    public Optional<String> profileNote() {
        return profileNote;
    }

    /// What the records of a target are, for writers that keep it.
    OutputSettings origin(String target) {
        return new OutputSettings(target, runId, () -> Optional.of(streaming.lineage(target)), false);
    }

    /// What is read, as a type of data that is a target too.
    Map<String, RecordType> inputType() {
        return Map.of(input.source().spec().provides(), input.source().spec().type());
    }

    /// The type of the records of a target, with all their fields.
    public RecordType type(String target) {
        return context.product(target).type();
    }

    /// The unit of all times: `ns` or `ps`.
    public String timeUnit() {
        return type(targets().get(0)).timeResolution().symbol();
    }

    @Override
    public void close() {
        try {
            live.ifPresent(LiveInput::close);
        } finally {
            closeRest();
        }
    }

    private void closeRest() {
        try {
            context.close();
        } finally {
            if (owner) {
                processing.close();
            }
        }
    }
}
