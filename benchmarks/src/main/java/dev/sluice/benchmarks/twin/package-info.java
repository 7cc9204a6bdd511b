/// C twins of kernels, compiled for the machine when they are opened.
package dev.sluice.benchmarks.twin;
