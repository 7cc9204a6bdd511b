/// The benchmarks, as the command line finds and runs them: `./sluice bench` and `./sluice tune`.
package dev.sluice.benchmarks;
