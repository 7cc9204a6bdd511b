/// Named pools of threads on which pipelines run, their presets, and threads that are tied to a CPU.
package dev.sluice.executor;
