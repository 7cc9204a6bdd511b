/// Arrow IPC: files and streams of record batches, written from records, and files read back.
package dev.sluice.columnar.arrow;
