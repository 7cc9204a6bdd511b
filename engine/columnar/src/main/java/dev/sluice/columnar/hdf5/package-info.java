/// HDF5 and LH5 files, written by the HDF5 library of the system.
package dev.sluice.columnar.hdf5;
