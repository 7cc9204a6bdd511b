/// SIMD functions over strided waveforms in memory, each with a scalar twin.
///
/// What users call is here: doors, such as `PeakChargeKernel`, which are built once and called per chunk, and check
/// everything they are given, and the checked values that they are built from. Inside of the door nothing is checked:
/// `unchecked` has the plans (the checked numbers) and the loop interfaces, which run over bare addresses, `scalar` and
/// `vector` the twins. The twins agree bit for bit, floating-point results included; `Kernels` chooses between them
/// once. No package outside these four may use the three inner ones. Each uses only those before it in: `unchecked`,
/// `scalar`, and then `vector` or this one, which knows `vector` by name alone.
///
/// To add a kernel:
///
/// 1. `unchecked`: a record `FooPlan implements LoopPlan<FooPlan.Loop>` of numbers, and in it `Loop` with one method
/// `run`.
/// 2. `scalar`: `ScalarFoo.of(FooPlan)`, the reference.
/// 3. here: the door `FooKernel`; it checks segments by `Segments`, and takes its loop, when it is built, from
///    `Loops.of(provider, plan, ScalarFoo::of)`. Values turn into numbers by their `raw` methods.
/// 4. `vector`, if it pays: `Foo.of(FooPlan)`, and one line in `VectorKernels.LOOPS`. Without it the scalar twin runs.
/// 5. tests: the formula against a plain loop, the door's refusals, both twins in bits, allocation, a guard page.
///
/// Samples and columns are little-endian. Nothing here needs more than the JDK, and only the package
/// `dev.sluice.kernels.vector` needs its incubating vector module.
package dev.sluice.kernels;
