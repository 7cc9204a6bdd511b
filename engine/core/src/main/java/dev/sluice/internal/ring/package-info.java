/// The ring of a stage: slots, the workers that claim them, the readers that give them back, and how these threads wait
/// for each other. Not for users of the library.
package dev.sluice.internal.ring;
