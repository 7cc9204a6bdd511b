/// Whole commands, from file to file: `./sluice run` beside C, numpy and a Java program without the engine.
package dev.sluice.benchmarks.file;
