/// Stages: a ring of slots, the source that fills it, the workers that compute in it, the stream that is read from it.
package dev.sluice.stream;
