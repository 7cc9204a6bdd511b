/// JMH benchmarks of stores on disk.
package dev.sluice.benchmarks.store;
