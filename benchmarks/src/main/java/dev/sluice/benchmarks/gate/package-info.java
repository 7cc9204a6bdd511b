/// What `./sluice bench --check` holds to floors: kernels beside their twins, and the rule for chunk sizes.
package dev.sluice.benchmarks.gate;
