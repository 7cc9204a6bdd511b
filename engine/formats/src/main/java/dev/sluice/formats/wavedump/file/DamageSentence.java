package dev.sluice.formats.wavedump.file;

import static dev.sluice.formats.wavedump.file.EventLayout.HEADER_BYTES;
import static dev.sluice.formats.wavedump.file.EventLayout.LARGEST_CHANNEL;
import static dev.sluice.formats.wavedump.file.EventLayout.LARGEST_EVENT_BYTES;

/// Says in a sentence what is wrong with the event that an [EventScanner] stands on. Stateless beside that; one thread
/// at a time.
final class DamageSentence {
    private final EventHeaders headers;
    private final FileEvidence evidence;
    private final EventScanner scanner;
    private final long bytes;

    DamageSentence(EventHeaders headers, FileEvidence evidence, EventScanner scanner) {
        this.headers = headers;
        this.evidence = evidence;
        this.scanner = scanner;
        this.bytes = headers.bytes();
    }

    /// The file ends inside of the event at `at`, after `found` sound ones.
    String cutOff(long at, long found) {
        long left = bytes - at;
        String needed = left < HEADER_BYTES
                ? "its header needs " + HEADER_BYTES + " bytes but only left=" + left + " bytes are there"
                : "it needs size=" + scanner.size() + " bytes but only left=" + left + " bytes are there";
        return "the file is cut off in event=" + found
                + ", counted from 0, which is lost with all that was to follow in this file: " + needed;
    }

    /// The event at `at` is broken, and none is found after it.
    String lost(long at, long found) {
        long size = scanner.size();
        long channel = headers.channel(at);
        String what = found == 0 ? "not a WaveDump file with headers, " : "corrupt event, ";
        if (!headers.isPossible(size) || channel > LARGEST_CHANNEL) {
            return what + disbelief(size, channel);
        }
        if (size > bytes - at) {
            return what + "size=" + size + " bytes reaches beyond the end of the file, left=" + (bytes - at)
                    + ", and all events before it have usual_size=" + scanner.usualSize();
        }
        return what + "no header of the file's channel=" + evidence.channel() + " stands at its end, at offset="
                + (at + size) + ", and none after that";
    }

    /// The event at `at` is broken, and the file goes on after it.
    String broken(long at) {
        long size = scanner.size();
        long channel = headers.channel(at);
        long left = bytes - at;
        if (!headers.isPossible(size) || channel > LARGEST_CHANNEL) {
            return "corrupt event, " + disbelief(size, channel);
        }
        if (scanner.resumption() - at == scanner.usualSize() && size != scanner.usualSize()) {
            return "corrupt event, its size=" + size + " bytes "
                    + (size > left ? "reaches beyond the end of the file and " : "") + "is not the usual_size="
                    + scanner.usualSize() + ", and "
                    + (scanner.resumption() == bytes ? "the file ends" : "the header of the next event stands")
                    + " where that would end, at offset=" + scanner.resumption();
        }
        if (scanner.resumption() - at == size && !evidence.isOwn(headers, at)) {
            return "corrupt event, board=" + headers.board(at) + " channel=" + channel + " is not the board="
                    + evidence.board() + " channel=" + evidence.channel() + " of the file";
        }
        return "corrupt event of size=" + size + " bytes, no header stands at its end, at offset=" + (at + size)
                + ", the next sound event starts at offset=" + scanner.resumption();
    }

    /// What to do about a file whose end is lost after `found` sound events.
    static String remedy(WaveDumpDamage.Kind what, long found) {
        if (found > 0) {
            return "rerun with --on-error skip to keep the " + found + " complete events before it";
        }
        return what == WaveDumpDamage.Kind.CUT_OFF
                ? "there is no complete event before it; leave the file out"
                : "give a file written with OUTPUT_FILE_FORMAT BINARY and OUTPUT_FILE_HEADER YES, and the model or"
                        + " sample_type that wrote it";
    }

    private String disbelief(long size, long channel) {
        if (size < HEADER_BYTES) {
            return "an event of size=" + size + " bytes is smaller than its header of " + HEADER_BYTES + " bytes";
        }
        if (size == HEADER_BYTES) {
            return "an event of size=" + size + " bytes holds no samples";
        }
        if (size > LARGEST_EVENT_BYTES) {
            return "an event of size=" + size + " bytes is larger than the limit of " + LARGEST_EVENT_BYTES + " bytes";
        }
        if (channel > LARGEST_CHANNEL) {
            return "channel=" + channel + " is larger than the limit of " + LARGEST_CHANNEL;
        }
        return "the samples' " + (size - HEADER_BYTES) + " bytes (size=" + size + ") are no multiple of the "
                + headers.kind().fileBytes() + " bytes of a sample, sample_type=" + headers.kind();
    }
}
