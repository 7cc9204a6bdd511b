/// SIMD functions over strided waveforms in memory, each with a scalar twin.
///
/// A kernel is three things. The door (`PeakChargeKernel`) is what callers build once and call per chunk: it checks
/// everything it is given. The plan (`PeakChargePlan`) holds the checked numbers. The loop (`PeakChargeLoop`) runs over
/// bare addresses and checks nothing; `KernelProvider` has one family of loops per way of computing, and `Kernels`
/// chooses the family once. The families agree bit for bit, floating-point results included.
///
/// Samples and columns are little-endian. Nothing here needs more than the JDK, and only the package
/// `dev.sluice.kernels.vector` needs its incubating vector module.
package dev.sluice.kernels;
