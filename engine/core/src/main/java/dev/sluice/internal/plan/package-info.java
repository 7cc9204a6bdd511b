/// What a pass over a run computes: stages, what feeds each, and what leaves them. Values; not for users of the
/// library.
package dev.sluice.internal.plan;
