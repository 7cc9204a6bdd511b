/// Records as columns of Arrow, by its C data interface: in memory of the C library, freed by their reader.
package dev.sluice.host.arrow;
