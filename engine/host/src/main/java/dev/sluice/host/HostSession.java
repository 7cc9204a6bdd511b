package dev.sluice.host;

import dev.sluice.session.Session;
import dev.sluice.stream.ChunkStream;
import java.util.ArrayList;
import java.util.List;

/// A session that a host has opened, with its live input and the streams that it has started: once.
final class HostSession implements AutoCloseable {
    private final Session session;
    private final List<HostStream> streams = new ArrayList<>();
    private final List<Long> handles = new ArrayList<>();
    private HostLive live;
    private boolean started;

    HostSession(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    /// Names the input that feeds it.
    synchronized void fedBy(HostLive input) {
        live = input;
    }

    /// Starts the run, and returns a stream of each target.
    ///
    /// @throws HostException if it was started before
    synchronized List<HostStream> start() {
        if (started) {
            throw new HostException(
                    HostCode.STATE,
                    "the streams of " + this + " were started already, and a session runs once; open another session");
        }
        for (ChunkStream stream : session.streams()) {
            streams.add(new HostStream(stream, this));
        }
        started = true;
        if (live != null) {
            live.started();
        }
        return List.copyOf(streams);
    }

    /// Notes what ends with the session.
    synchronized void owns(long handle) {
        handles.add(handle);
    }

    /// The handles that end with the session.
    synchronized List<Long> handles() {
        return List.copyOf(handles);
    }

    /// Closes the streams, then the session.
    @Override
    public synchronized void close() {
        RuntimeException failed = null;
        for (HostStream stream : streams) {
            try {
                stream.close();
            } catch (RuntimeException late) {
                failed = late;
            }
        }
        streams.clear();
        try {
            session.close();
        } catch (RuntimeException late) {
            failed = failed == null ? late : failed;
        }
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public String toString() {
        return "session " + session.runId();
    }
}
