/// Kernels bound to the fields of records: what a plugin calls to compute from waveforms.
package dev.sluice.waveform;
