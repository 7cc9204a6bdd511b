/// JMH benchmarks of whole pipelines: rings, chunk sizes, fused plugins, latency.
package dev.sluice.benchmarks.pipeline;
