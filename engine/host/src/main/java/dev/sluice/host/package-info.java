/// The engine inside a program in another language: a table of functions that C calls.
///
/// The header `native-docs/include/sluice.h` starts a JVM in the process and calls [Boot], which fills the host's table
/// with upcalls, in the order of [ApiTable]. Every entry takes bare numbers and addresses, returns a code of
/// [HostCode], and leaves the words of a failure with the calling thread, in [LastFailure]. No exception crosses.
/// Entries of one topic live in one class ([ProcessCalls]); each checks what it is given and calls the engine as any
/// program does.
package dev.sluice.host;
