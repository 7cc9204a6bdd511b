/// From the checked values of users to the numbers of loops; no API.
///
/// The only internal room that knows public values: `Columns`, `Layouts` and `Channels` say them as loops read them,
/// and `Loops` gives a kernel its loop. It uses the values in `dev.sluice.kernels` and `dev.sluice.kernels.channel`,
/// and no kernel. Values have no public method for this, so that what loops read stays free to change.
package dev.sluice.kernels.internal.check;
