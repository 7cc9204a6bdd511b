/// Runs as the command line has them: many at a time, stopped by hand, and reported as text and as JSON.
package dev.sluice.app.run;
