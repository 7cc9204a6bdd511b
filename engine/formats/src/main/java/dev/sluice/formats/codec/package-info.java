/// Codecs of the blobs in which stores keep chunks: a chunk's bytes, compressed as a whole.
package dev.sluice.formats.codec;
