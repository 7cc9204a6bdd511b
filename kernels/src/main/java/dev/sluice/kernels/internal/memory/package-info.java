/// Memory by address, and the checks that come before; no API.
///
/// `Segments` and `Fields` check what a kernel is given, once per call. `Call` keeps the memory of a call open while
/// its loop runs. `AddressSpace` reads and writes without bounds and without lifetime: an address comes from a segment
/// that was checked, and an index that memory held is compared once more where it addresses memory (`Trusted`).
/// `Scratch` is the working memory of a thread. Everything is little-endian and needs no alignment.
package dev.sluice.kernels.internal.memory;
