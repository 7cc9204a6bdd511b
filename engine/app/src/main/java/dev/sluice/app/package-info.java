/// The command line: `run`, `inspect` and `plugins`, with progress, summaries and messages made for people.
package dev.sluice.app;
