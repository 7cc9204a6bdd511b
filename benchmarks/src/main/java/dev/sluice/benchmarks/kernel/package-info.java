/// JMH benchmarks of kernels on one core, beside their scalar and C twins.
package dev.sluice.benchmarks.kernel;
