/// The kernels on the Vector API; the only package that imports `jdk.incubator.vector`.
///
/// Rules of the house, each bought with a measurement. A method that loads vectors returns a primitive and keeps to a
/// few load sites; no method takes or returns a vector, for where the JIT stops inlining such a method its vectors
/// become objects, eight times slower and with garbage per record. For the same reason a method is called on the
/// vector that was just loaded, with the accumulator as its argument, never the other way round: of a variable that a
/// loop changes the JIT does not know the class, and without a profile, which is a matter of luck, it inlines nothing
/// on it. A record loop has more bytecode than the JIT inlines (`FreqInlineSize`): inlined into a caller that another
/// kernel made hot it would be compiled without a profile of its own, its reductions left as calls, at half the speed,
/// for good. Operators are constants. No masks, those of two lanes are objects; but a comparison of shorts, ints or
/// floats may become a long on the spot. Loads go to `AddressSpace.EVERYTHING` by address, since a bounds check per
/// load costs as much as the work. Species are `static final`.
///
/// Scalar accesses of a loop are few: each brings a dozen methods of the JDK along, and with them the failed guesses
/// about types that all code of the process made there. Over 100 of those in one loop (`PerMethodTrapLimit`), or 200
/// recompilations, the JIT keeps a call beside every guess, and what is passed to it is an object.
package dev.sluice.kernels.internal.vector;
