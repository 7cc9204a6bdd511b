package dev.sluice.host;

import dev.sluice.session.Session;
import dev.sluice.stream.ChunkStream;
import java.util.ArrayList;
import java.util.List;

/// A session that a host has opened, with the streams that it has started.
final class HostSession implements AutoCloseable {
    private final Session session;
    private final List<HostStream> streams = new ArrayList<>();
    private final List<Long> handles = new ArrayList<>();

    HostSession(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    /// Starts the run, and returns a stream of each target.
    synchronized List<HostStream> start() {
        List<HostStream> started = new ArrayList<>();
        for (ChunkStream stream : session.streams()) {
            started.add(new HostStream(stream));
        }
        streams.addAll(started);
        return started;
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
            failed = late;
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
