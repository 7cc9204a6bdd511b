/// Plans and scalar loops of coincidences and peaks; no API.
///
/// They run on scalars only: the work of a hit hangs on the hit before. Numbers that memory holds are checked in a pass
/// before anything is written, and compared again where they address memory. No lifetime: a kernel has checked.
package dev.sluice.kernels.internal.event;
