/// What fills the ring of a stage: a source, chunks of other stages as they lie there, aligned or buffered, or a live
/// input. Not for users of the library.
package dev.sluice.internal.feed;
