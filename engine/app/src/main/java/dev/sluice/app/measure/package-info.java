/// What measures this machine, which the benchmarks provide.
package dev.sluice.app.measure;
