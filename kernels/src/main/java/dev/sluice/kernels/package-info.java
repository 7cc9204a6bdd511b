/// SIMD functions over strided waveforms in memory, each with a scalar twin.
package dev.sluice.kernels;
