package dev.sluice.host;

import dev.sluice.session.Session;
import dev.sluice.stream.ChunkStream;
import java.util.ArrayList;
import java.util.List;

/// A session that a host has opened, with its live input and the streams that it has started: once.
final class HostSession implements AutoCloseable {
    private final Session session;
    private final List<HostStream> streams = new ArrayList<>();
    private final List<Long> streamHandles = new ArrayList<>();
    private HostLive live;
    private long liveHandle;
    private boolean started;

    HostSession(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    /// Names the input that feeds it, and its handle.
    synchronized void fedBy(HostLive input, long handle) {
        live = input;
        liveHandle = handle;
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

    /// Notes the handle of a stream.
    synchronized void owns(long handle) {
        streamHandles.add(handle);
    }

    /// The handles of its streams, which end before it is closed.
    synchronized List<Long> streamHandles() {
        return List.copyOf(streamHandles);
    }

    /// The handle of its input, which ends after it is closed: a thread that has claimed may have to discard. 0 is
    /// none.
    synchronized long liveHandle() {
        return liveHandle;
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
