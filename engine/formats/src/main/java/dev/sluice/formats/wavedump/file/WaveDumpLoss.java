package dev.sluice.formats.wavedump.file;

import java.nio.file.Path;
import java.util.OptionalLong;

/// What a merged run lost in one file, in ns on the run's clock. Immutable.
///
/// `after` is the time of the file's last complete event in ns (0 where there is none); `at` is that of the event that
/// is missing, where its header says so and the events around it do not contradict; `until` is the time of the file's
/// next event, where one follows: the missing event lies between `after` and `until`. Without `at` and `until` what
/// follows up to the end of the run is missing in this file.
public record WaveDumpLoss(Path file, WaveDumpDamage damage, long after, OptionalLong at, OptionalLong until) {}
