/// What the two twins of a kernel share: plans, loops and memory by address. No bounds, no lifetime: callers have
/// checked.
///
/// For the kernels' own packages alone; other code that wants a kernel builds one at its door in `dev.sluice.kernels`.
/// Addresses come from native segments that a door has checked and keeps reachable until the loop returns. This package
/// is the ground floor: plans hold numbers, which the doors take from their checked values (`WaveformLayout`,
/// `SampleRange`, `Column`, `Polarities`), so that loops need to know nothing above.
package dev.sluice.kernels.unchecked;
