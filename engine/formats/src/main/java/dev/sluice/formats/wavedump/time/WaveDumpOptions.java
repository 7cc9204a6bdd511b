package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.DigitizerModel;
import dev.sluice.formats.wavedump.file.SampleKind;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What the user says about a run; whatever is empty is read from the files. Immutable.
///
/// `dtNs`: time between samples, ns. `clockNs`: one tick of the trigger time tag, ns. `tagBits`: width of the tag (30
/// to 32). `sampleKind`: how samples are stored. `model`: the digitizer. `recordLength`: samples per record.
/// `onDamage`: what to do with broken files. `restart`: what to do with another run in the same file. `loneTag`:
/// what to make of a tag that alone speaks for a turn of the clock.
public record WaveDumpOptions(
        OptionalDouble dtNs,
        OptionalDouble clockNs,
        OptionalInt tagBits,
        Optional<SampleKind> sampleKind,
        Optional<DigitizerModel> model,
        OptionalInt recordLength,
        DamagePolicy onDamage,
        RestartRule restart,
        LoneTagRule loneTag) {

    /// Checks every value that is given.
    public WaveDumpOptions {
        dtNs.ifPresent(value -> checkPositive("dt_ns", value));
        clockNs.ifPresent(value -> checkPositive("clock_ns", value));
        tagBits.ifPresent(TagUnwrapper::checkBits);
        recordLength.ifPresent(value -> checkPositive("record_length", value));
    }

    /// Everything from the files; broken files fail.
    public static WaveDumpOptions defaults() {
        return new WaveDumpOptions(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                DamagePolicy.FAIL,
                RestartRule.REFUSED,
                LoneTagRule.REFUSE);
    }

    /// The same with this time between samples, in ns.
    public WaveDumpOptions withDtNs(double value) {
        return new WaveDumpOptions(
                OptionalDouble.of(value),
                clockNs,
                tagBits,
                sampleKind,
                model,
                recordLength,
                onDamage,
                restart,
                loneTag);
    }

    /// The same with this length of a tick of the trigger time tag, in ns.
    public WaveDumpOptions withClockNs(double value) {
        return new WaveDumpOptions(
                dtNs, OptionalDouble.of(value), tagBits, sampleKind, model, recordLength, onDamage, restart, loneTag);
    }

    /// The same with this width of the trigger time tag.
    public WaveDumpOptions withTagBits(int value) {
        return new WaveDumpOptions(
                dtNs, clockNs, OptionalInt.of(value), sampleKind, model, recordLength, onDamage, restart, loneTag);
    }

    /// The same with samples stored in this way.
    public WaveDumpOptions withSampleKind(SampleKind value) {
        return new WaveDumpOptions(
                dtNs, clockNs, tagBits, Optional.of(value), model, recordLength, onDamage, restart, loneTag);
    }

    /// The same with this digitizer.
    public WaveDumpOptions withModel(DigitizerModel value) {
        return new WaveDumpOptions(
                dtNs, clockNs, tagBits, sampleKind, Optional.of(value), recordLength, onDamage, restart, loneTag);
    }

    /// The same with this many samples per record.
    public WaveDumpOptions withRecordLength(int value) {
        return new WaveDumpOptions(
                dtNs, clockNs, tagBits, sampleKind, model, OptionalInt.of(value), onDamage, restart, loneTag);
    }

    /// The same with this treatment of broken files.
    public WaveDumpOptions withOnDamage(DamagePolicy value) {
        return new WaveDumpOptions(dtNs, clockNs, tagBits, sampleKind, model, recordLength, value, restart, loneTag);
    }

    /// The same with this treatment of another run in the same file.
    public WaveDumpOptions withRestart(RestartRule value) {
        return new WaveDumpOptions(dtNs, clockNs, tagBits, sampleKind, model, recordLength, onDamage, value, loneTag);
    }

    /// The same with this answer to what a tag means that alone speaks for a turn of the clock.
    public WaveDumpOptions withLoneTag(LoneTagRule value) {
        return new WaveDumpOptions(dtNs, clockNs, tagBits, sampleKind, model, recordLength, onDamage, restart, value);
    }

    private static void checkPositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "not a positive number: " + name + "=" + value + "; leave it out to take it from the files");
        }
    }
}
