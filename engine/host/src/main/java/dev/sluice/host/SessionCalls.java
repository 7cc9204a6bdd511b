package dev.sluice.host;

import dev.sluice.host.kernel.TypeText;
import dev.sluice.record.RecordType;
import dev.sluice.session.Session;
import dev.sluice.session.request.SessionRequest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// The functions of the C interface that open sessions and read their streams.
final class SessionCalls {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private SessionCalls() {}

    static int session_open(MemorySegment words, long count, MemorySegment handle) {
        try {
            MemorySegment out = HostMemory.out("session", handle, Long.BYTES);
            Session session =
                    Session.open(HostMemory.texts("words", words, count).toArray(String[]::new));
            out.set(LONG, 0, ProcessCalls.HANDLES.add(new HostSession(session)));
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
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
            SessionRequest request = SessionRequest.parse(HostMemory.texts("words", words, count));
            Session session = Session.live(request, HostMemory.text("data_type", dataType), type);
            HostSession opened = new HostSession(session);
            long input = ProcessCalls.HANDLES.add(new HostLive(session.live(), type));
            opened.owns(input);
            out.set(LONG, 0, ProcessCalls.HANDLES.add(opened));
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

    static int stream_next(long stream, long timeout, MemorySegment chunk) {
        try {
            HostStream opened = ProcessCalls.HANDLES.get(stream, HostStream.class, "stream");
            MemorySegment out = HostMemory.out("chunk", chunk, HostStream.CHUNK_BYTES);
            long size = out.get(LONG, 0);
            if (size < HostStream.CHUNK_BYTES) {
                throw new HostException(
                        HostCode.VERSION,
                        "size=" + size + " of sluice_chunk is less than " + HostStream.CHUNK_BYTES
                                + ": set it to sizeof(sluice_chunk)");
            }
            return opened.next(timeout, out).number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    /// What there is to read of a session or a stream, as text.
    static int text(long handle, MemorySegment what, MemorySegment buffer, long size, MemorySegment length) {
        try {
            String text = HostTexts.of(
                    ProcessCalls.HANDLES.get(handle, AutoCloseable.class, "handle"), HostMemory.text("what", what));
            byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
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

    static int live_claim(long live, long count, MemorySegment records) {
        try {
            HostLive input = ProcessCalls.HANDLES.get(live, HostLive.class, "live input");
            HostMemory.out("records", records, ValueLayout.ADDRESS.byteSize())
                    .set(LONG, 0, input.claim(count).address());
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_publish(long live, long count, long start, long end) {
        try {
            ProcessCalls.HANDLES.get(live, HostLive.class, "live input").input().publish(count, start, end);
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_push(long live, MemorySegment records, long count, long start, long end) {
        try {
            HostLive input = ProcessCalls.HANDLES.get(live, HostLive.class, "live input");
            if (count < 0) {
                throw new HostException(HostCode.ARGUMENT, "count=" + count + " is negative");
            }
            MemorySegment given = count == 0 ? records : HostMemory.in("records", records, input.bytes(count));
            input.push(given, count, start, end);
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_lost(long live, long start, long end, MemorySegment cause) {
        try {
            String words = HostMemory.text("cause", cause);
            ProcessCalls.HANDLES.get(live, HostLive.class, "live input").input().lost(start, end, words);
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_finish(long live) {
        try {
            ProcessCalls.HANDLES.get(live, HostLive.class, "live input").input().finish();
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_fail(long live, MemorySegment words) {
        try {
            String sentence = HostMemory.text("words", words);
            HostLive input = ProcessCalls.HANDLES.get(live, HostLive.class, "live input");
            input.input().fail(new HostException(HostCode.FAILED, sentence));
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_set(long live, MemorySegment name, MemorySegment value) {
        try {
            HostLive input = ProcessCalls.HANDLES.get(live, HostLive.class, "live input");
            input.set(HostMemory.text("name", name), HostMemory.text("value", value));
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }
}
