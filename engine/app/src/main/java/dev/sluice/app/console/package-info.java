/// What is written to standard output and standard error: tables, progress, what is safe to print.
package dev.sluice.app.console;
