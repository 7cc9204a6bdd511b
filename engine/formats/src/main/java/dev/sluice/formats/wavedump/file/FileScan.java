package dev.sluice.formats.wavedump.file;

import static dev.sluice.formats.wavedump.file.EventLayout.HEADER_BYTES;

import dev.sluice.formats.FormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How far a file was looked through, which events were found there, and what was passed over. One thread at a time;
/// allocates only where something is broken.
final class FileScan {
    private final Path path;
    private final DamagePolicy policy;
    private final MappedFile mapped;
    private final EventHeaders headers;
    private final FileEvidence evidence;
    private final List<WaveDumpDamage> dropped = new ArrayList<>();
    private final List<Boolean> believed = new ArrayList<>();
    private final List<WaveDumpDamage> droppedView = Collections.unmodifiableList(dropped);
    private EventScanner scanner;
    private DamageSentence sentence;
    private long nextOffset;
    private long found;
    private int samples;
    private WaveDumpDamage damage;

    /// A scan of the file `path` from its first event on.
    FileScan(Path path, DamagePolicy policy, MappedFile mapped, EventHeaders headers, FileEvidence evidence) {
        this.path = path;
        this.policy = policy;
        this.mapped = mapped;
        this.headers = headers;
        this.evidence = evidence;
        rewind();
    }

    /// Starts over.
    void rewind() {
        nextOffset = 0;
        found = 0;
        samples = 0;
        scanner = new EventScanner(headers, evidence);
        sentence = new DamageSentence(headers, evidence, scanner);
        damage = null;
        dropped.clear();
        believed.clear();
    }

    /// Looks for the next event; false at the end of the file, or where it is broken up to there.
    boolean next() {
        if (damage != null) {
            return false;
        }
        try {
            return advance();
        } catch (InternalError fault) {
            throw mapped.explain(fault);
        }
    }

    /// Where the event starts that was found, in bytes from the start of the file.
    long offset() {
        return scanner.offset();
    }

    /// How many samples that event has.
    int samples() {
        return samples;
    }

    /// Bytes of an event as most of the file have; 0 if that is not known.
    long usualSize() {
        return scanner.usualSize();
    }

    /// What was passed over, in the order of the file: a view that grows.
    List<WaveDumpDamage> dropped() {
        return droppedView;
    }

    /// Whether counter and tag of an event that was passed over may be right.
    boolean isBelieved(int ofDropped) {
        return believed.get(ofDropped);
    }

    /// Where the file turned out to be broken up to its end.
    Optional<WaveDumpDamage> damage() {
        return Optional.ofNullable(damage);
    }

    private boolean advance() {
        while (true) {
            switch (scanner.at(nextOffset)) {
                case EVENT -> {
                    take();
                    return true;
                }
                case BROKEN -> passOver(sentence.broken(nextOffset));
                case LOST -> {
                    return broken(WaveDumpDamage.Kind.CORRUPT, sentence.lost(nextOffset, found));
                }
                case CUT_OFF -> {
                    return broken(WaveDumpDamage.Kind.CUT_OFF, sentence.cutOff(nextOffset, found));
                }
                case END -> {
                    return false;
                }
            }
        }
    }

    private void take() {
        nextOffset = scanner.resumption();
        samples = (int) ((scanner.size() - HEADER_BYTES) / headers.kind().fileBytes());
        found++;
    }

    private void passOver(String problem) {
        long next = scanner.resumption();
        FormatException error = new FormatException(
                path,
                nextOffset,
                problem,
                next == headers.bytes()
                        ? "rerun with --on-error skip to lose this event only, the last one"
                        : "rerun with --on-error skip to lose this event only and read on at byte " + next);
        mapped.requireUnchanged();
        if (policy == DamagePolicy.FAIL) {
            throw error;
        }
        believed.add(scanner.isBelieved());
        boolean one = next - nextOffset < 2 * Math.max(HEADER_BYTES, scanner.usualSize());
        dropped.add(new WaveDumpDamage(
                WaveDumpDamage.Kind.DROPPED,
                nextOffset,
                next - nextOffset,
                found,
                tag(one && scanner.isBelieved()),
                error));
        nextOffset = next;
    }

    private boolean broken(WaveDumpDamage.Kind what, String problem) {
        FormatException error = new FormatException(path, nextOffset, problem, DamageSentence.remedy(what, found));
        mapped.requireUnchanged();
        if (policy == DamagePolicy.FAIL) {
            throw error;
        }
        boolean headerBelieved = what == WaveDumpDamage.Kind.CUT_OFF && headers.bytes() - nextOffset >= HEADER_BYTES;
        damage = new WaveDumpDamage(what, nextOffset, headers.bytes() - nextOffset, found, tag(headerBelieved), error);
        return false;
    }

    private OptionalLong tag(boolean believed) {
        return believed ? OptionalLong.of(headers.tag(nextOffset)) : OptionalLong.empty();
    }
}
