/// Records as columns of Arrow, by its C data interface: in memory of the C library, freed by whoever reads them.
package dev.sluice.host.arrow;
