/// Peaks, coincidences and events as plugins: what is made of hits of many channels.
package dev.sluice.analysis.event;
