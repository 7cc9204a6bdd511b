/// A pass over a run while it runs: its stages, workers, streams and watchdog. Not for users of the library.
package dev.sluice.internal.run;
