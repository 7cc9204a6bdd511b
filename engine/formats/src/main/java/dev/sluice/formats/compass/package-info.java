/// Files of CAEN CoMPASS, read: one of each channel or one of all, merged by time.
package dev.sluice.formats.compass;
