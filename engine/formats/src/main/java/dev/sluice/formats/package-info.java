/// Readers and writers of detector files, and what they share: one exception, one way to write a file safely.
package dev.sluice.formats;
