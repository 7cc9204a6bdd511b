/// Records that benchmarks read: waveforms and fragments of noise with pulses, and where they lie in memory.
package dev.sluice.benchmarks.input;
