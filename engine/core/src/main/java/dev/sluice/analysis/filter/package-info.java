/// Filters of waveforms as plugins: thin, they bind options to kernels.
package dev.sluice.analysis.filter;
