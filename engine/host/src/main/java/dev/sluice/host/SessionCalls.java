package dev.sluice.host;

import dev.sluice.record.RecordType;
import dev.sluice.session.Session;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.TypeText;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The functions of the C interface that open sessions, start them, and read what there is to say of them.
final class SessionCalls {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private SessionCalls() {}

    static int session_open(MemorySegment words, long count, MemorySegment handle) {
        try {
            MemorySegment out = HostMemory.out("session", handle, Long.BYTES);
            SessionRequest request = SessionWords.request(HostMemory.texts("words", words, count));
            Session session = Session.open(request, PluginCalls.registered());
            out.set(LONG, 0, keep(new HostSession(session)));
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    /// The handle of a session, which is closed where there can be none.
    private static long keep(HostSession session) {
        try {
            return ProcessCalls.HANDLES.add(session);
        } catch (RuntimeException refused) {
            session.close();
            throw refused;
        }
    }

    static int session_live(
            MemorySegment words,
            long count,
            MemorySegment dataType,
            MemorySegment recordType,
            MemorySegment handle,
            MemorySegment liveHandle) {
        try {
            MemorySegment out = HostMemory.out("session", handle, Long.BYTES);
            MemorySegment liveOut = HostMemory.out("live", liveHandle, Long.BYTES);
            RecordType type = TypeText.parse(HostMemory.text("record_type", recordType));
            SessionRequest request = SessionWords.request(HostMemory.texts("words", words, count));
            Session session =
                    Session.live(request, HostMemory.text("data_type", dataType), type, PluginCalls.registered());
            HostSession opened = new HostSession(session);
            HostLive live = new HostLive(session.live(), type, opened);
            long handleOfSession = keep(opened);
            long input = ProcessCalls.HANDLES.add(live);
            opened.fedBy(live, input);
            out.set(LONG, 0, handleOfSession);
            liveOut.set(LONG, 0, input);
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int session_streams(long session, MemorySegment streams, long room, MemorySegment count) {
        try {
            HostSession opened = ProcessCalls.HANDLES.get(session, HostSession.class, "session");
            int targets = opened.session().targets().size();
            if (count.address() != 0) {
                HostMemory.out("count", count, Long.BYTES).set(LONG, 0, targets);
            }
            if (room < targets) {
                throw new HostException(
                        HostCode.ARGUMENT,
                        "room=" + room + " for streams, but " + opened + " has " + targets + " targets");
            }
            MemorySegment out = HostMemory.out("streams", streams, (long) targets * Long.BYTES);
            List<HostStream> started = opened.start();
            for (int i = 0; i < started.size(); i++) {
                long stream = ProcessCalls.HANDLES.add(started.get(i));
                opened.owns(stream);
                out.setAtIndex(LONG, i, stream);
            }
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    /// What there is to read of a session or a stream, as text.
    static int text(long handle, MemorySegment what, MemorySegment buffer, long size, MemorySegment length) {
        try {
            String text = HostTexts.of(
                    ProcessCalls.HANDLES.get(handle, AutoCloseable.class, "handle"), HostMemory.text("what", what));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (length.address() != 0) {
                HostMemory.out("length", length, Long.BYTES).set(LONG, 0, bytes.length);
            }
            if (size > 0) {
                LastFailure.write(text, HostMemory.out("buffer", buffer, size));
            }
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }
}
