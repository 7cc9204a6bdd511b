/// SIMD functions over strided waveforms in memory, each with a scalar reference implementation.
///
/// A kernel, such as `PeakChargeKernel`, is built once and called per chunk. It checks everything that it is given;
/// after that nothing is checked. Kernels live in rooms by what they compute: `filter` (finite, recursive and
/// trapezoidal filters), `feature` (peak and charge, baseline, area, pulse shape), `record` (the records of strax),
/// `hit`, `event` (coincidences, peaks, their sum waveforms) and `time` (order, intervals). Their values are here,
/// where fields and samples lie, and in `channel`, a value for every channel. `Kernels` chooses once between scalar
/// and vector loops.
///
/// Rooms called `internal` are no API. `internal.memory` reads and writes by address, `internal.check` turns checked
/// values into numbers, and each room above has its loops in an internal one of the same name: a plan (the checked
/// numbers) with its `Loop`, and the scalar class, which is the reference. `internal.vector` has the same loops on
/// vectors. Both agree bit for bit, floating-point results included.
///
/// To add a kernel `Foo` to a room:
///
/// 1. in the internal room: a record `FooPlan implements LoopPlan<FooPlan.Loop>` of numbers, and in it `Loop` with one
///    method `run`;
/// 2. beside it: `ScalarFoo.of(FooPlan)`, the reference, in plain code;
/// 3. in the public room: `FooKernel`; it checks segments by `Segments`, turns values into numbers by `Columns`,
///    `Layouts` and `Channels`, and takes its loop, when it is built, from `Loops.of(provider, plan, ScalarFoo::of)`;
/// 4. in `internal.vector`, if it pays: `VectorFoo.of(FooPlan)`, and one line in `VectorKernels.LOOPS`. Without it the
///    scalar loop runs;
/// 5. tests: the formula against a plain loop, what is refused, both loops in bits, allocation, a guard page.
///
/// Samples and columns are little-endian. Nothing here needs more than the JDK, and only `internal.vector` needs its
/// incubating vector module.
package dev.sluice.kernels;
