package dev.sluice.formats.wavedump;

import java.nio.file.Path;
import java.util.OptionalLong;

/// What a merged run lost in one file, in ns on the run's clock. Immutable.
///
/// `after` is the time of the file's last complete event (0 where there is none); `at` is the time of the event that
/// was cut off, where its header is whole. What follows up to the end of the run is missing in this file only.
public record WaveDumpLoss(Path file, WaveDumpDamage damage, long after, OptionalLong at) {}
