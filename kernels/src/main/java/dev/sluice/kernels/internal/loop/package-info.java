/// What a loop is made from, and who has one on vectors; no API.
///
/// A `LoopPlan` is the checked numbers of one kernel, its class the key under which a `LoopTable` finds the maker of a
/// loop. `VectorLoops` is all that the rest knows of the vector room, which is loaded by name. `Opaque` and `Contents`
/// let a public value carry what only kernels read.
package dev.sluice.kernels.internal.loop;
