/// Hits as plugins: found in waveforms and in fragments, cut out, merged and put into windows.
package dev.sluice.analysis.hit;
