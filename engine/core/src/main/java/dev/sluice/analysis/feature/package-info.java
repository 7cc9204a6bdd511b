/// Features of waveforms as plugins, such as peak, charge, baseline and shape of the pulse.
package dev.sluice.analysis.feature;
