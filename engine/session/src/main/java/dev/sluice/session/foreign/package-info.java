/// Plugins written in C, as the header `native-docs/include/sluice.h` has them, turned into plugins of the engine.
///
/// A description comes by the address of a struct: from a host, or from a shared library that `--plugins` names. It
/// is copied and checked once; a worker calls its functions without an allocation.
package dev.sluice.session.foreign;
