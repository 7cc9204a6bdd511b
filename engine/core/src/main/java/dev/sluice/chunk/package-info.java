/// Chunks: records with a half-open interval of time, and the laws that chunks and streams of chunks keep.
package dev.sluice.chunk;
