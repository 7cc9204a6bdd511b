/// How benchmarks run: the flags of every JVM, and what machine it is.
package dev.sluice.benchmarks.harness;
