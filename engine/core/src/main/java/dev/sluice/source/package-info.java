/// Sources of records: readers that check and cut what they read, and simulated detectors.
package dev.sluice.source;
